"""The committed files of a working copy, as they are on disk now."""

import functools
import re
import subprocess
from pathlib import Path

# Output of scripts/generate: whole C targets, and the Generated folders of Swift targets.
GENERATED = re.compile(r"(?:^(?:Sources|Tests)/C\w*Proto/|/Generated/|\.pb-c\.[ch]$)")
# Interface files of others, taken over as they are.
VENDORED = re.compile(r"^proto/(?!fiszka/)")


class Tree:
    """Files known to git (committed or staged) below `root`; scratch files that nobody added are not the tree's."""

    def __init__(self, root):
        self.root = Path(root)

    @functools.cached_property
    def files(self):
        """Paths relative to the root, sorted."""
        # Containers often run as another user than the owner of the working copy; only reading, that is no danger.
        command = ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z"]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"git cannot list the files: {result.stderr.strip()}")
        names = {name for name in result.stdout.split("\0") if name}
        return sorted(name for name in names if (self.root / name).is_file())

    def matching(self, pattern):
        """The files whose path contains a match of the regular expression."""
        return [path for path in self.files if re.search(pattern, path)]

    def text(self, path):
        """The file's text; bytes that are not UTF-8 come back as replacement characters."""
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def text_files(self):
        """The files that are not binary, with their text."""
        for path in self.files:
            text = self.text(path)
            if "\0" not in text:
                yield path, text


def is_generated(path):
    return bool(GENERATED.search(path))


def is_vendored(path):
    return bool(VENDORED.search(path))
