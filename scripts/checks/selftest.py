"""Shows that a check passes on a clean tree and fails on every one of its violations."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .tree import Tree


def problems(check, project):
    """What is wrong with the check itself."""
    if not check.VIOLATIONS:
        return ["it has no violation to show that it can fail"]
    found = []
    reasons = attempt(check, project, {})
    if reasons:
        found = ["it fails on a clean tree:"] + [f"  {reason}" for reason in reasons]
    for title, changes in check.VIOLATIONS.items():
        if not attempt(check, project, changes):
            found.append(f"it does not notice: {title}")
    return found


def attempt(check, project, changes):
    """The check's reasons in a fresh tree: the clean one with `changes` laid over it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        if check.CLEAN is None:
            copy(project, root)
        else:
            write(root, check.CLEAN)
        write(root, changes)
        for command in (["init", "--quiet"], ["add", "--all", "--force"]):
            subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True)
        try:
            return check.problems(Tree(root))
        except RuntimeError as error:
            return [str(error)]


def copy(project, root):
    for path in project.files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project.root / path, root / path)


def write(root, files):
    for path, text in files.items():
        file = root / path
        if text is None:
            os.remove(file)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
