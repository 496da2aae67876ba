"""Every Swift file, generated ones too, is as `swift format lint --strict` wants it."""

import subprocess


def problems(tree):
    files = tree.matching(r"\.swift$")
    if not files:
        return []
    command = ["swift", "format", "lint", "--strict", "--parallel", *files]
    result = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode == 0:
        return []
    lines = (result.stderr + result.stdout).replace(f"{tree.root}/", "").splitlines()
    return [line for line in lines if line.strip()] or [f"swift format ended with {result.returncode} and said nothing"]


CLEAN = {"Sources/A/A.swift": "/// Adds one.\nfunc f(_ x: Int) -> Int {\n  x + 1\n}\n"}
VIOLATIONS = {
    "a missing space": {"Sources/A/A.swift": "/// Adds one.\nfunc f(_ x: Int) -> Int {\n  x+1\n}\n"},
    "an unsorted import": {"Sources/A/A.swift": "import Glibc\nimport Dispatch\n"},
    "no Swift at all": {"Sources/A/A.swift": "func f( {\n"},
}
