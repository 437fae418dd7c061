"""Where govlint starts: arguments become an exit code, and whatever goes wrong a sentence.

The plainest uses, ``govlint FILE…`` and ``govlint --version``, do without click, which takes as long to import as a report takes to check.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gov_lint import __version__
from gov_lint.outputs import Refusal, harden_streams, internal_error, say, silence, warn

LANGUAGES = ("zh", "en")
COMMANDS = ("lint", "annotate", "rollup", "suppress", "explain", "rules", "extract", "config", "lsp", "schema", "hook")
"""The names that are no files, unless written as ./rules."""
INTERRUPTED, BROKEN_PIPE = 130, 141
"""Exit codes after Ctrl-C, and when nobody reads standard output any more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code.  Never raises, whatever happens."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    lang = language_of(arguments)
    harden_streams()
    try:
        return _run(arguments, lang)
    except Refusal as refusal:
        warn(refusal.in_(lang))
    except KeyboardInterrupt:
        warn("interrupted." if lang == "en" else "已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return BROKEN_PIPE
    except Exception as error:  # nothing a user does may end in a traceback
        silence()
        warn(internal_error(error)[lang == "en"])
    return 2


def _run(arguments: list[str], lang: str) -> int:
    if arguments == ["--version"]:
        say(f"govlint {__version__}\n")
        return 0
    if names_only(arguments):
        from gov_lint import batch, config

        settings = config.load(config.nearest())
        if not settings.format:
            choice = batch.under(batch.Choice(jobs=settings.get("jobs") or 0), settings)
            return batch.lint(arguments, batch.Look(lang), choice)
    from gov_lint.commands import run

    return run(arguments, lang)


def names_only(arguments: Sequence[str]) -> bool:
    """Whether the arguments are nothing but names of files and folders."""
    return (
        bool(arguments) and arguments[0] not in COMMANDS and not any(a.startswith("-") and a != "-" for a in arguments)
    )


def language_of(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, wherever they do; Chinese otherwise.  Help and complaints need it before parsing."""
    asked = os.environ.get("GOVLINT_LANG", "")
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return asked if asked in LANGUAGES else "zh"


if __name__ == "__main__":
    sys.exit(main())
