"""Package and public types, functions and subscripts in Sources have a doc comment; so have the requirements of such protocols.

Without one may be: initializers, properties and type aliases (most names say enough), operators, generated code, and functions
in a type or extension that declares a conformance, when a protocol requires a function of that name and so documents it.
"""

import re
from dataclasses import dataclass

from .functions import closing_brace, swift_body
from .source import blank_swift, line_of
from .tree import is_generated

MODIFIERS = r"(?:(?:@[\w.]+(?:\([^)\n]*\))?|[a-z]+(?:\(\w+\))?)[ \t]+)*?"
DECLARATION = re.compile(
    rf"^[ \t]*(?P<modifiers>{MODIFIERS})(?P<kind>func|struct|class|enum|actor|protocol|subscript)\b(?!\s+func)[ \t]*"
    r"(?P<name>[^\s(<:={]+|<+)?",
    re.MULTILINE,
)
SCOPE = re.compile(r"\b(?:struct|class|enum|actor|protocol|extension)\s+(?P<name>[\w.]+)")
EXPORTED = re.compile(r"\b(?:package|public|open)\b(?!\()")

# Requirements of protocols that are declared elsewhere: the standard library's and SwiftNIO's.
FOREIGN_WITNESSES = {
    "hash", "encode", "next", "makeIterator", "makeAsyncIterator", "index", "enqueue", "withContiguousStorageIfAvailable",
    "handlerAdded", "handlerRemoved", "channelRegistered", "channelUnregistered", "channelActive", "channelInactive", "channelRead",
    "channelReadComplete", "channelWritabilityChanged", "userInboundEventTriggered", "errorCaught", "register", "bind", "connect",
    "write", "flush", "read", "close", "triggerUserOutboundEvent",
}


@dataclass(frozen=True)
class Scope:
    """A type or extension: offsets of its braces, and what stands between its name and the opening one."""

    kind: str
    start: int
    end: int
    header: str
    exported: bool

    @property
    def declares_conformance(self):
        header = self.header
        while (shorter := re.sub(r"<[^<>]*>", "", header)) != header:
            header = shorter
        return ":" in header


def problems(tree):
    sources = {path: tree.text(path) for path in tree.matching(r"^(?:Sources|Tests)/.*\.swift$")}
    code = {path: blank_swift(text) for path, text in sources.items()}
    required = FOREIGN_WITNESSES.union(*(required_functions(text) for text in code.values()))
    found = []
    for path, text in sources.items():
        if path.startswith("Sources/") and not is_generated(path):
            found += undocumented(path, text, code[path], required)
    return found


def scopes(code):
    found = []
    for match in SCOPE.finditer(code):
        opening = swift_body(code, match.end())
        if opening is None:
            continue
        line_start = code.rfind("\n", 0, match.start()) + 1
        exported = bool(EXPORTED.search(code[line_start : match.start()]))
        header = code[match.end() : opening]
        found.append(Scope(match.group().split()[0], opening, closing_brace(code, opening), header, exported))
    return found


def required_functions(code):
    """Names of the functions that the protocols of one file require."""
    names = set()
    for scope in scopes(code):
        if scope.kind == "protocol":
            names.update(re.findall(r"\bfunc\s+(\w+)", code[scope.start : scope.end]))
    return names


def undocumented(path, text, code, required):
    lines = text.splitlines()
    code_lines = code.splitlines()
    all_scopes = scopes(code)
    found = []
    for match in DECLARATION.finditer(code):
        start = match.start("modifiers")
        name = match.group("name") or match.group("kind")
        around = [scope for scope in all_scopes if scope.start < start < scope.end]
        scope = max(around, key=lambda scope: scope.start, default=None)
        requirement = scope is not None and scope.kind == "protocol" and scope.exported
        if not requirement and not EXPORTED.search(match.group("modifiers")):
            continue
        if match.group("kind") == "func" and is_exempt(name, scope, required):
            continue
        line = line_of(code, start)
        if not has_doc_comment(lines, code_lines, line - 1):
            found.append(f"{path}:{line}: {match.group('kind')} {name} has no doc comment")
    return found


def is_exempt(name, scope, required):
    if not re.match(r"\w|`", name):
        return True
    conforms = scope is not None and scope.kind != "protocol" and scope.declares_conformance
    return conforms and name in required


def has_doc_comment(lines, code_lines, index):
    """Whether a `///` line stands above line `index` (0-based), with nothing but attributes between."""
    depth = 0
    for above in range(index - 1, -1, -1):
        line = lines[above].strip()
        if depth == 0 and line.startswith("///"):
            return True
        depth += code_lines[above].count(")") - code_lines[above].count("(")
        if depth == 0 and not line.startswith("@"):
            return False
    return False


CLEAN = {
    "Sources/A/A.swift": """/// A port.
package protocol Port {
  /// Does it.
  func work()
}
/// One.
@available(
  *, unavailable
)
package struct A: Port {
  package var value: Int { 1 }
  package init() {}
  package func work() {}
  package static func < (a: A, b: A) -> Bool { true }
  /// Text.
  package func text() -> String { "package func other()" }
  func inner() {}
}
""",
    "Sources/A/Generated/B.swift": "package struct B {}\n",
    "Tests/ATests/C.swift": "package struct C {}\n",
}
VIOLATIONS = {
    "a struct": {"Sources/A/B.swift": "package struct B {}\n"},
    "a public class with attributes": {"Sources/A/B.swift": "@objc public final class B {}\n"},
    "a function": {"Sources/A/B.swift": "extension A {\n  package func more() {}\n}\n"},
    "a static function behind a plain comment": {
        "Sources/A/B.swift": "extension A {\n  // More.\n  package static func more() {}\n}\n"
    },
    "a requirement": {"Sources/A/B.swift": "/// A port.\npackage protocol B {\n  func more()\n}\n"},
    "a function that no protocol requires": {"Sources/A/B.swift": "extension A: Equatable {\n  package func more() {}\n}\n"},
    "a witness outside a conformance": {"Sources/A/B.swift": "extension A {\n  package func work() {}\n}\n"},
}
