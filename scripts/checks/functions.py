"""Finds the functions of a source file and their lengths."""

import ast
import re
from dataclasses import dataclass

from .source import blank_c_like, blank_swift, line_of


@dataclass(frozen=True)
class Function:
    """A function with a body; `length` counts its lines from the first of the signature to the closing brace."""

    name: str
    line: int
    length: int


SWIFT_START = re.compile(
    r"(?<![.\w`])(?:func\s+(?P<func>[^\s(<]+|<+|[^\s(]+?)\s*(?=[(<])|(?P<init>init)\b\s*[?!]?(?=\s*[(<])"
    r"|(?P<deinit>deinit)\b|(?P<subscript>subscript)\b(?=\s*[(<])|var\s+(?P<var>\w+))"
)
# A signature goes on in the next line when that line starts, or this one ends, like this.
SWIFT_GOES_ON = re.compile(r"\s*(?:\{|where\b|->|async\b|throws\b|rethrows\b)")
SWIFT_UNFINISHED = re.compile(r"(?:->|,|&|:|\bwhere)\s*$")
SHELL_START = re.compile(r"^(\s*)(?:function\s+)?([\w:-]+)\s*\(\)\s*[{(]", re.MULTILINE)
GO_START = re.compile(r"^func\s+(?:\([^)]*\)\s*)?(\w+)", re.MULTILINE)


def functions(language, text):
    """Every function of the file with a body. `language` is one of swift, python, shell, go, c."""
    return {"swift": _swift, "python": _python, "shell": _shell, "go": _go, "c": _c}[language](text)


def closing_brace(code, opening):
    """Offset of the brace that closes the one at `opening`, or of the end of the text."""
    depth = 0
    for match in re.finditer(r"[{}]", code[opening:]):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return opening + match.start()
    return len(code) - 1


def _between(code, name, start, end):
    first = line_of(code, start)
    return Function(name, first, line_of(code, end) - first + 1)


def _swift(text):
    code = blank_swift(text)
    found = []
    for match in SWIFT_START.finditer(code):
        opening = swift_body(code, match.end())
        if opening is not None:
            name = next(group for group in match.groups() if group)
            found.append(_between(code, name, match.start(), closing_brace(code, opening)))
    return found


def swift_body(code, start):
    """Offset of the opening brace of the declaration whose name ends at `start`; None for one without a body."""
    depth = 0
    for at in range(start, len(code)):
        character = code[at]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth > 0:
            continue
        elif character == "{":
            return at
        elif character == "}":
            return None
        elif character == "\n":
            line = code[code.rfind("\n", 0, at) + 1 : at]
            rest = code[at:].lstrip() if at + 1 < len(code) else ""
            if not SWIFT_GOES_ON.match(rest) and not SWIFT_UNFINISHED.search(line):
                return None
    return None


def _python(text):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    return [Function(node.name, node.lineno, node.end_lineno - node.lineno + 1) for node in nodes]


def _shell(text):
    found = []
    for match in SHELL_START.finditer(text):
        indent = match.group(1).rsplit("\n", 1)[-1]
        start = match.end() - len(match.group().lstrip())
        first_line = text[start:].split("\n", 1)[0].rstrip()
        close = re.compile(rf"^{indent}[}})]", re.MULTILINE).search(text, match.end())
        one_line = re.search(r"[;\s][})]$", first_line)
        end = start if one_line or not close else close.start()
        found.append(_between(text, match.group(2), start, end))
    return found


def _go(text):
    code = blank_c_like(text)
    found = []
    for match in GO_START.finditer(code):
        line_end = code.find("\n", match.start())
        line = code[match.start() : line_end if line_end >= 0 else len(code)]
        # gofmt puts the closing brace of anything longer than a line alone at its start.
        close = re.compile(r"^\}", re.MULTILINE).search(code, match.end())
        one_line = line.count("{") == line.count("}") > 0
        end = match.start() if one_line or not close else close.start()
        found.append(_between(code, match.group(1), match.start(), end))
    return found


def _c(text):
    code = blank_c_like(text)
    # Preprocessor lines, continued ones included, are no code.
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), code, flags=re.MULTILINE)
    found = []
    end_of_last = 0
    for match in re.finditer(r"[;{}]", code):
        if match.start() < end_of_last:
            continue
        if match.group() == "{":
            signature = code[end_of_last : match.start()]
            name = re.search(r"(\w+)\s*\([^;{}]*\)[\s\w()]*$", signature)
            if re.match(r'\s*extern\s*$', signature):
                end_of_last = match.end()
                continue
            end = closing_brace(code, match.start())
            if name:
                start = end_of_last + len(signature) - len(signature.lstrip())
                found.append(_between(code, name.group(1), start, end))
            end_of_last = end + 1
        else:
            end_of_last = match.end()
    return found
