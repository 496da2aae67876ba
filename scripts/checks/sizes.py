"""Hand-written files have at most 400 lines, their functions at most 60 (signature and closing brace included)."""

import re

from .functions import functions
from .tree import is_generated

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60

BY_SUFFIX = {"swift": "swift", "py": "python", "sh": "shell", "go": "go", "c": "c", "h": "c"}
BY_INTERPRETER = (("python", "python"), ("bash", "shell"), ("/sh", "shell"))


def problems(tree):
    found = []
    for path in tree.files:
        if is_generated(path):
            continue
        text = tree.text(path)
        language = language_of(path, text)
        if language is None:
            continue
        lines = len(text.splitlines())
        if lines > MOST_FILE_LINES:
            found.append(f"{path}: {lines} lines, at most {MOST_FILE_LINES}")
        found += [
            f"{path}:{function.line}: {function.name} has {function.length} lines, at most {MOST_FUNCTION_LINES}"
            for function in functions(language, text)
            if function.length > MOST_FUNCTION_LINES
        ]
    return found


def language_of(path, text):
    """By the name's ending or, for scripts without one, by the first line; None for anything else."""
    suffix = re.search(r"\.(\w+)$", path)
    if suffix:
        return BY_SUFFIX.get(suffix.group(1))
    first = text.split("\n", 1)[0]
    if not first.startswith("#!"):
        return None
    return next((language for word, language in BY_INTERPRETER if word in first), None)


CLEAN = {
    "Sources/A/A.swift": "func f() {\n" + "  g()\n" * 58 + "}\n",
    "Sources/A/Long.swift": "// a line\n" * 400,
    "Sources/A/Generated/A.swift": "func f() {\n" + "  g()\n" * 500 + "}\n",
    "scripts/run": "#!/bin/bash\nf() {\n  true\n}\n",
}
VIOLATIONS = {
    "a long Swift file": {"Sources/A/Long.swift": "// a line\n" * 401},
    "a long script": {"scripts/run": "#!/bin/bash\n" + "true\n" * 400},
    "a long Swift function": {"Sources/A/A.swift": "func f() {\n" + "  g()\n" * 59 + "}\n"},
    "a long Python function": {"a.py": "def f():\n" + "    g()\n" * 60},
    "a long shell function": {"a.sh": "f() {\n" + "  true\n" * 59 + "}\n"},
    "a long Go function": {"a.go": "func f() {\n" + "\tg()\n" * 59 + "}\n"},
    "a long C function": {"a.c": "static int\nf(void)\n{\n" + "  g();\n" * 57 + "}\n"},
}
