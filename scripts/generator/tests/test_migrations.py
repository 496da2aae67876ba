"""The generator's step from migrations to Swift: its output, and every rule by which it refuses one.

Run: /usr/bin/python3 -m unittest discover -s scripts/generator/tests
"""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import migrations  # noqa: E402
import rules  # noqa: E402

PAIR = {"0001_one.up.sql": "CREATE TABLE a (id INTEGER);\n", "0001_one.down.sql": "DROP TABLE a;\n"}


def read(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text)
        return migrations.read_migrations(folder)


class MigrationsTests(unittest.TestCase):
    def test_pairs_become_migrations_in_order(self):
        two = {"0002_two.up.sql": "SELECT 2;", "0002_two.down.sql": "SELECT 1;"}
        self.assertEqual(
            read({**two, **PAIR}),
            [(1, "one", "CREATE TABLE a (id INTEGER);\n", "DROP TABLE a;\n"), (2, "two", "SELECT 2;", "SELECT 1;")],
        )

    def test_the_swift_text_holds_both_texts_and_their_checksum(self):
        text = migrations.swift_text(read(PAIR))
        self.assertIn('version: 1, name: "one"', text)
        self.assertIn('        CREATE TABLE a (id INTEGER);\n        """#', text)
        self.assertIn(migrations.checksum(PAIR["0001_one.up.sql"], PAIR["0001_one.down.sql"]), text)

    def test_the_checksum_tells_the_texts_apart(self):
        self.assertNotEqual(migrations.checksum("ab", "c"), migrations.checksum("a", "bc"))

    def test_what_breaks_a_rule_is_refused(self):
        cases = {
            "another name": {"readme.txt": ""},
            "a missing half": {"0001_one.up.sql": "SELECT 1;"},
            "a gap": {"0002_two.up.sql": "SELECT 1;", "0002_two.down.sql": "SELECT 1;"},
            "a version twice": {**PAIR, "0001_two.up.sql": "SELECT 1;", "0001_two.down.sql": "SELECT 1;"},
            "a transaction": {**PAIR, "0001_one.up.sql": "BEGIN;\nSELECT 1;\nCOMMIT;"},
            "a setting": {**PAIR, "0001_one.up.sql": "pragma foreign_keys = off;"},
            "the end of the Swift text": {**PAIR, "0001_one.up.sql": 'SELECT """#;'},
            "an interpolation": {**PAIR, "0001_one.up.sql": "SELECT '\\#(1)';"},
        }
        for name, files in cases.items():
            with self.subTest(name), self.assertRaises(rules.Refused):
                read(files)


if __name__ == "__main__":
    unittest.main()
