import unittest

from checks.imports import IMPORT, parse_table


class TableTests(unittest.TestCase):
    def test_rows_give_names_in_backticks_and_lists_give_one_row_each(self):
        text = "| target | one line | may import |\n|---|---|---|\n| `A`, `B` | x | `C` (why), `D` |\n| `E` | y | – |\n"
        self.assertEqual(parse_table(text), {"A": {"C", "D"}, "B": {"C", "D"}, "E": set()})

    def test_anything_and_rows_without_backticks_are_told_apart(self):
        text = "| target | one line | may import |\n|---|---|---|\n| test targets | | anything |\n| every target | | `F` |\n"
        self.assertEqual(parse_table(text), {"test targets": None, "every target": {"F"}})

    def test_other_tables_are_not_read(self):
        text = "| target | why | what |\n|---|---|---|\n| `A` | x | `B` |\n\n| `C` | x | `D` |\n"
        self.assertEqual(parse_table(text), {})


class ImportPatternTests(unittest.TestCase):
    def test_every_form_of_import_names_its_module(self):
        for line in [
            "import A", "  import A", "package import A", "@testable import A", "@preconcurrency public import struct A.B",
            "@_spi(X) import A", "x; import A", "import A.B",
        ]:
            self.assertEqual(IMPORT.findall(line), ["A"], line)

    def test_words_that_contain_import_are_no_imports(self):
        for line in ["let import2 = a", "func importA b", "reimport A", "important A"]:
            self.assertEqual(IMPORT.findall(line), [], line)


if __name__ == "__main__":
    unittest.main()
