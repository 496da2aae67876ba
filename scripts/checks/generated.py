"""The committed generated code is what scripts/generate makes of the contract now."""

import subprocess

from .tree import is_generated


def problems(tree):
    if "scripts/generate" not in tree.files:
        orphans = [path for path in tree.files if is_generated(path)]
        return [f"{path}: generated, but there is no scripts/generate" for path in orphans]
    command = [str(tree.root / "scripts/generate"), "--check"]
    result = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode == 0:
        return []
    lines = (result.stdout + result.stderr).replace(f"{tree.root}/", "").splitlines()
    return lines or [f"scripts/generate --check ended with {result.returncode} and said nothing"]


# A copy of the project: only the real generator shows that its --check can fail.
CLEAN = None
VIOLATIONS = {
    "an edited Swift file": {"Sources/CommonProto/Generated/AnyMessages.swift": "// edited\n"},
    "a C file that is gone": {"Sources/CCommonProto/google/protobuf/any.pb-c.c": None},
    "a file without a source": {"Sources/CommonProto/Generated/Orphan.swift": "// orphan\n"},
    "no generator": {"scripts/generate": None},
}
