"""Runs checks and prints OK or FAILED for each."""

import time
import traceback
from pathlib import Path

from . import docs, format, generated, imports, paths, selftest, sizes, toplevel, words
from .tree import Tree

CHECKS = {
    "format": format,
    "generated": generated,
    "imports": imports,
    "sizes": sizes,
    "docs": docs,
    "top-level": toplevel,
    "words": words,
    "paths": paths,
}

# More reasons than this say no more.
MOST_REASONS = 50


def main(arguments, usage):
    """Exit code: 0 all OK, 1 something FAILED, 2 a name or flag that does not exist."""
    tests_itself = "--self-test" in arguments
    names = [argument for argument in arguments if argument != "--self-test"]
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(usage)
        print(f"There is no {', '.join(unknown)}; the checks are {', '.join(CHECKS)}.")
        return 2
    tree = Tree(Path(__file__).resolve().parents[2])
    failed = False
    for name in names or CHECKS:
        start = time.monotonic()
        reasons = attempt(CHECKS[name], tree, tests_itself)
        report(name, reasons, time.monotonic() - start)
        failed = failed or bool(reasons)
    return 1 if failed else 0


def attempt(check, tree, tests_itself):
    """The reasons why `check`, or its self-test, fails. A check that breaks off has not passed."""
    try:
        return selftest.problems(check, tree) if tests_itself else check.problems(tree)
    except Exception:
        return ["the check broke off:"] + traceback.format_exc(limit=-3).splitlines()


def report(name, reasons, seconds):
    print(f"{'FAILED' if reasons else 'OK':<7} {name:<10} {seconds:5.1f} s", flush=True)
    for reason in reasons[:MOST_REASONS]:
        print(f"  {reason}")
    if len(reasons) > MOST_REASONS:
        print(f"  … and {len(reasons) - MOST_REASONS} more")
