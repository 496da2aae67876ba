"""Nothing is left for later, and no test waits for time to pass."""

import re

from .source import blank_c_like, blank_swift, line_of
from .tree import is_vendored

# Spelled so that this file does not hold them.
LEFT_FOR_LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")

SLEEPS = {
    "swift": re.compile(r"\b(?:Task(?:<[^>]*>)?|Thread|Clock\(\))\.sleep\b|(?<![.\w])(?<!func )(?:u|nano)?sleep\s*\("),
    "c": re.compile(r"\b(?:u|nano|clock_nano)?sleep\s*\("),
    "go": re.compile(r"\btime\.Sleep\s*\("),
    "py": re.compile(r"\b(?:time|asyncio)\.sleep\s*\("),
    "sh": re.compile(r"^\s*sleep\s|[;&|]\s*sleep\s", re.MULTILINE),
}
BLANK = {"swift": blank_swift, "c": blank_c_like, "go": blank_c_like}
TESTS = re.compile(r"(?:^Tests|^scripts/.*/tests|^clients/.*/tests?)/")


def problems(tree):
    found = []
    for path, text in tree.text_files():
        if not is_vendored(path):
            for match in LEFT_FOR_LATER.finditer(text):
                found.append(f"{path}:{line_of(text, match.start())}: {match.group()}: do it, or file an issue")
        if TESTS.search(path):
            found += sleeps(path, text)
    return found


def sleeps(path, text):
    language = path.rsplit(".", 1)[-1] if "." in path else "sh"
    if language not in SLEEPS:
        return []
    code = BLANK.get(language, str)(text)
    return [
        f"{path}:{line_of(code, match.start())}: {match.group().strip()}: wait for an event or use a manual clock"
        for match in SLEEPS[language].finditer(code)
    ]


CLEAN = {
    "Sources/A/A.swift": "/// A hacker may do it.\nlet a = 1\n",
    "Tests/ATests/A.swift": '// Never Task.sleep(for:).\nlet s = "sleep(1)"\nfunc sleep() {}\nclient.sleep(request)\n',
    "proto/google/rpc/code.proto": "// TO" "DO of others\n",
}
VIOLATIONS = {
    "work left over": {"Sources/A/A.swift": "// TO" "DO: the rest\n"},
    "work left over in a script": {"scripts/run": "#!/bin/sh\n# FIX" "ME\n"},
    "Task.sleep": {"Tests/ATests/A.swift": "try await Task.sleep(for: .seconds(1))\n"},
    "Thread.sleep": {"Tests/ATests/A.swift": "Thread.sleep(forTimeInterval: 1)\n"},
    "usleep": {"Tests/ATests/A.swift": "usleep(10)\n"},
    "sleep in an interpolation": {"Tests/ATests/A.swift": 'print("\\(sleep(1))")\n'},
    "sleep in C": {"Tests/Peer/a.c": "void f(void) { sleep(1); }\n"},
    "sleep in Go": {"Tests/Peer/a.go": "func f() { time.Sleep(1) }\n"},
    "sleep in Python": {"scripts/a/tests/test_a.py": "import time\ntime.sleep(1)\n"},
    "sleep in a script": {"Tests/Peer/run": "#!/bin/bash\ntrue; sleep 1\n"},
}
