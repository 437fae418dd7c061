"""``python -m gov_lint`` is ``govlint``."""

from __future__ import annotations

import sys

from gov_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
