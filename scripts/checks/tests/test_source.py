import unittest

from checks.source import blank_c_like, blank_swift


class BlankingTests(unittest.TestCase):
    def assert_blanked(self, blank, text, expected):
        result = blank(text)
        self.assertEqual(len(result), len(text))
        self.assertEqual(result.count("\n"), text.count("\n"))
        self.assertEqual(" ".join(result.split()), expected)

    def test_comments_and_strings_of_swift_go_and_code_stays(self):
        self.assert_blanked(blank_swift, 'let a = "{" // {\n/* { /* { */ { */ let b = 1', "let a = let b = 1")

    def test_an_escaped_quote_does_not_end_a_string(self):
        self.assert_blanked(blank_swift, r'f("a\"{") }', "f( ) }")

    def test_code_in_an_interpolation_stays_with_its_own_strings_blanked(self):
        self.assert_blanked(blank_swift, r'"a \(g("}", (1)) { x }) {" + c', '(g( , (1)) { x }) + c')

    def test_multiline_and_raw_strings_go(self):
        self.assert_blanked(blank_swift, '"""\n{ "\n\\(x)\n""" y #"\\(a) " {"# z', "(x) y z")

    def test_a_string_open_at_the_end_of_its_line_ends_there(self):
        self.assert_blanked(blank_swift, 'a "b\nc', "a c")

    def test_text_that_ends_inside_a_comment_or_string_is_blanked_to_the_end(self):
        for text in ["a /* b", 'a """ b', 'a "b\\', "a // b"]:
            self.assert_blanked(blank_swift, text, "a")

    def test_macros_and_directives_of_swift_are_code(self):
        self.assert_blanked(blank_swift, '#if DEBUG\n#expect(a == "b")', "#if DEBUG #expect(a == )")

    def test_comments_strings_and_runes_of_c_and_go_go(self):
        self.assert_blanked(blank_c_like, "a /* { */ b \"{\\\"\" '{' `{\n` c // {", "a b c")


if __name__ == "__main__":
    unittest.main()
