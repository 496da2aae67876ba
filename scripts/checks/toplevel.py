"""The top level holds what the design fixes, and nothing else."""

REQUIRED = {
    "Sources", "Tests", "proto", "scripts", ".ci", "Package.swift", ".swift-format", ".gitignore", "README.md",
    "ARCHITECTURE.md", "CHANGELOG.md",
}
# These come with their first content.
OPTIONAL = {"db", "clients", "OPERATIONS.md"}


def problems(tree):
    present = {path.split("/", 1)[0] for path in tree.files}
    extra = sorted(present - REQUIRED - OPTIONAL)
    absent = sorted(REQUIRED - present)
    return [f"{name}: has no place at the top level" for name in extra] + [f"{name}: is missing" for name in absent]


CLEAN = {name if "." in name and name != ".ci" else f"{name}/file": "text\n" for name in REQUIRED}
VIOLATIONS = {
    "a stray folder": {"docs/notes.txt": "text\n"},
    "a stray file": {"notes.txt": "text\n"},
    "a missing document": {"CHANGELOG.md": None},
}
