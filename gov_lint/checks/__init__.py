"""The kinds of check: one module each, named as rule files name the kind.

A module has ``Options`` (a frozen dataclass: the options that a rule file may set), ``FACTS`` (the names that the messages of its rules may
use) and ``check(report, options)``, which yields a Fault for each problem.  It may have ``problems(options)``, which says what is
wrong with options beyond their types, and ``verdicts(report, options)``, which lists what was tried and how it came out.
"""
