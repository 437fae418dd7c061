"""govlint: a linter for the annual reports on government information disclosure of Chinese agencies."""

__version__ = "0.1.0"
