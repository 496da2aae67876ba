"""Source text with comments and strings blanked, so that what is left is code.

Blanking keeps every line break and the length, so that offsets and line numbers stay true.
"""

import re

C_LIKE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`""",
    re.DOTALL,
)
SWIFT_STRING = re.compile(r'(#*)("""|")')
SWIFT_REGEX = re.compile(r"(#+)/.*?/\1", re.DOTALL)


def line_of(text, offset):
    """1-based number of the line that holds `offset`."""
    return text.count("\n", 0, offset) + 1


def blank_c_like(text):
    """C and Go."""
    return C_LIKE.sub(lambda match: _spaces(match.group()), text)


def blank_swift(text):
    """Swift; code inside a string's interpolations stays."""
    return _SwiftBlanker(text).run()


def _spaces(text):
    return re.sub(r"[^\n]", " ", text)


class _SwiftBlanker:
    def __init__(self, text):
        self.text = text
        self.pieces = []
        self.at = 0
        # Strings whose interpolation is being read: their delimiters and the open parentheses since.
        self.interpolations = []

    def run(self):
        while self.at < len(self.text):
            self.step()
        return "".join(self.pieces)

    def step(self):
        text, at = self.text, self.at
        string = SWIFT_STRING.match(text, at)
        if text.startswith("//", at):
            end = text.find("\n", at)
            self.blank(len(text) if end < 0 else end)
        elif text.startswith("/*", at):
            self.blank(self.end_of_comment())
        elif string:
            self.blank(string.end())
            self.read_string(len(string.group(1)), string.group(2))
        elif match := SWIFT_REGEX.match(text, at):
            self.blank(match.end())
        else:
            self.keep_code()

    def end_of_comment(self):
        """Swift's block comments nest."""
        depth, end = 0, self.at
        while end < len(self.text):
            if self.text.startswith("/*", end):
                depth, end = depth + 1, end + 2
            elif self.text.startswith("*/", end):
                depth, end = depth - 1, end + 2
                if depth == 0:
                    return end
            else:
                end += 1
        return end

    def keep_code(self):
        character = self.text[self.at]
        self.pieces.append(character)
        self.at += 1
        if not self.interpolations:
            return
        innermost = self.interpolations[-1]
        if character == "(":
            innermost["depth"] += 1
        elif character == ")":
            innermost["depth"] -= 1
            if innermost["depth"] == 0:
                self.interpolations.pop()
                self.read_string(innermost["hashes"], innermost["quote"])

    def read_string(self, hashes, quote):
        """Blanks up to the string's end, or up to its next interpolation, which `step` goes on with."""
        escape = "\\" + "#" * hashes
        close = quote + "#" * hashes
        end = self.at
        while end < len(self.text):
            if self.text.startswith(close, end):
                self.blank(end + len(close))
                return
            if self.text.startswith(escape + "(", end):
                self.blank(end + len(escape))
                self.interpolations.append({"hashes": hashes, "quote": quote, "depth": 0})
                return
            if self.text.startswith(escape, end):
                end += len(escape) + 1
            elif self.text[end] == "\n" and quote == '"':
                break
            else:
                end += 1
        self.blank(min(end, len(self.text)))

    def blank(self, end):
        self.pieces.append(_spaces(self.text[self.at : end]))
        self.at = end
