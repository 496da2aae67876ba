"""Targets depend on, and their files import, only what the table in ARCHITECTURE.md allows, and only what they declare.

The table is the one whose first column is "target" and whose third is "may import". Names stand in backticks; two rows have
none in their first cell: "every target" (added to each) and "test targets" (everything below Tests/). A third cell "anything"
allows all. System libraries and C targets have rows too. Every import must also be a dependency that Package.swift declares
for that target, unless the toolchain brings it.
"""

import json
import re
import subprocess

from .source import blank_swift, line_of

DOCUMENT = "ARCHITECTURE.md"
ANYTHING = "anything"
EVERY_TARGET = "every target"
TEST_TARGETS = "test targets"

# Modules that come with Swift: allowed or not by the table, but declared nowhere.
TOOLCHAIN = {
    "Swift", "Synchronization", "Dispatch", "Glibc", "Foundation", "FoundationEssentials", "FoundationNetworking",
    "FoundationInternationalization", "Testing",
}
IMPORT = re.compile(
    r"(?:^|;)[ \t]*(?:@\w+(?:\([^)\n]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)[ \t]+)?(\w+)",
    re.MULTILINE,
)


def problems(tree):
    if DOCUMENT not in tree.files:
        return [f"{DOCUMENT}: is missing, so that nothing says who may import what"]
    table = parse_table(tree.text(DOCUMENT))
    if not table:
        return [f"{DOCUMENT}: has no table with the columns target, (one line), may import"]
    targets = read_targets(tree)
    found = []
    for target in targets:
        allowed = allowed_for(target, table)
        if allowed is None:
            found.append(f"Package.swift: {target['name']} has no row in the table of {DOCUMENT}")
            continue
        found += forbidden_dependencies(target, allowed)
        found += forbidden_imports(tree, target, allowed)
    return found + homeless_files(tree, targets)


def homeless_files(tree, targets):
    """Swift files that nothing compiles: in no target, and in no package of their own below."""
    homes = [target["path"] + "/" for target in targets]
    homes += [path.removesuffix("Package.swift") for path in tree.matching(r"/Package\.swift$")]
    files = tree.matching(r"^(?:Sources|Tests)/.*\.swift$")
    return [f"{path}: belongs to no target of Package.swift" for path in files if not path.startswith(tuple(homes))]


def parse_table(text):
    """Target, or the words of a row without backticks → the set of names that it may import; None for anything."""
    table = {}
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if len(cells) < 3:
            inside = False
        elif (cells[0], cells[2]) == ("target", "may import"):
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            allowed = None if cells[2] == ANYTHING else set(re.findall(r"`([^`]+)`", cells[2]))
            for name in re.findall(r"`([^`]+)`", cells[0]) or [cells[0]]:
                table[name] = allowed
    return table


def read_targets(tree):
    """Name, path, whether it is a test target, and declared dependencies of each target."""
    command = ["swift", "package", "--package-path", str(tree.root), "dump-package"]
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise RuntimeError(f"swift package dump-package: {result.stderr.strip()}")
    targets = []
    for target in json.loads(result.stdout)["targets"]:
        folder = "Tests" if target["type"] == "test" else "Sources"
        path = (target.get("path") or f"{folder}/{target['name']}").strip("/")
        # A dependency is a dictionary of one entry, its kind, whose value begins with the name.
        dependencies = {value[0] for entry in target["dependencies"] for value in entry.values()}
        is_test = path.startswith("Tests/")
        targets.append({"name": target["name"], "path": path, "is_test": is_test, "dependencies": dependencies})
    return targets


def allowed_for(target, table):
    """The names that the target may import, with ANYTHING among them where all are; None when the table has no row for it."""
    row = TEST_TARGETS if target["is_test"] else target["name"]
    if row not in table:
        return None
    return {ANYTHING} if table[row] is None else table[row] | (table.get(EVERY_TARGET) or set())


def forbidden_dependencies(target, allowed):
    if ANYTHING in allowed:
        return []
    forbidden = sorted(target["dependencies"] - allowed)
    return [f"Package.swift: {target['name']} may not depend on {name}" for name in forbidden]


def forbidden_imports(tree, target, allowed):
    found = []
    for path in tree.files:
        if not path.startswith(target["path"] + "/") or not path.endswith(".swift"):
            continue
        code = blank_swift(tree.text(path))
        for match in IMPORT.finditer(code):
            module = match.group(1)
            where = f"{path}:{line_of(code, match.start(1))}"
            if ANYTHING not in allowed and module not in allowed:
                found.append(f"{where}: {target['name']} may not import {module}")
            if module not in TOOLCHAIN and module not in target["dependencies"]:
                found.append(f"{where}: {target['name']} imports {module} without declaring it in Package.swift")
    return found


MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let package = Package(
  name: "fixture",
  targets: [
    .target(name: "Low"), .target(name: "High", dependencies: ["Low"%s]), .target(name: "Side"%s),
    .testTarget(name: "HighTests", dependencies: ["High", "Side"]),%s
  ])
"""
TABLE = """# Architecture

| target | one line | may import |
|---|---|---|
| every target | | `Dispatch` |
| test targets | | anything |
| `Low`, `Side` | two | – |
| `High` | one | `Low` |
"""
CLEAN = {
    "Package.swift": MANIFEST % ("", "", ""),
    DOCUMENT: TABLE,
    "Sources/Low/A.swift": "/// import Foundation\nimport Dispatch\n",
    "Sources/High/A.swift": "package import Low\n",
    "Sources/Side/A.swift": "",
    "Tests/HighTests/A.swift": "import Foundation\n@testable import High\nimport struct Side.A\n",
    "Tests/Own/Package.swift": "",
    "Tests/Own/Sources/A/A.swift": "import Foundation\n",
}
VIOLATIONS = {
    "an import that the table does not allow": {"Sources/Low/A.swift": "import Foundation\n"},
    "an import behind attributes": {"Sources/Low/A.swift": "@preconcurrency package import struct Foundation.Data\n"},
    "a dependency that the table does not allow": {"Package.swift": MANIFEST % (', "Side"', "", "")},
    "a dependency of a target without imports": {"Package.swift": MANIFEST % ("", ', dependencies: ["Low"]', "")},
    "an import that is not declared": {"Tests/HighTests/A.swift": "import Low\n"},
    "a target without a row": {
        "Package.swift": MANIFEST % ("", "", '.target(name: "New"),'), "Sources/New/A.swift": "",
    },
    "a file of no target": {"Sources/Lost/A.swift": "import Dispatch\n"},
    "tests of no target": {"Tests/LostTests/A.swift": "import Testing\n"},
    "no table": {DOCUMENT: "# Architecture\n"},
    "no document": {DOCUMENT: None},
    "a manifest that does not compile": {"Package.swift": "let package = \n"},
}
