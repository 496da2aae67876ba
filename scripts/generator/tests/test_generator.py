"""The generator's output on a small contract, and every rule by which it refuses one.

Run: /usr/bin/python3 -m unittest discover -s scripts/generator/tests
After a wanted change of the output: UPDATE_GOLDEN=1 with the same command, then read the diff.
"""

import os
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))

from google.protobuf import descriptor_pb2  # noqa: E402

import c_output  # noqa: E402
import main  # noqa: E402
import names  # noqa: E402
import rules  # noqa: E402
from schema import Schema  # noqa: E402
from swift_messages import messages_body  # noqa: E402
from swift_services import Service, service_body  # noqa: E402

SCRATCH = tempfile.TemporaryDirectory()
POLICY = main.load_policy_module(ROOT / "proto", SCRATCH.name)

HEAD = 'syntax = "proto3"; package bad.v1; import "fiszka/rpc/v1/policy.proto"; '
GOOD_POLICY = "access: ACCESS_ANYONE, execution_class: EXECUTION_CLASS_INLINE, longest_run_milliseconds: 1"


def method(policy, request="M", response="M", more=""):
    option = f"option (fiszka.rpc.v1.policy) = {{ {policy} }};" if policy is not None else ""
    return f"message M {{ int64 id = 1; string s = 2; repeated int64 ids = 3; }} " \
        f"service S {{ rpc R({request}) returns ({response}) {{ {option} {more} }} }}"


def load(text):
    """Schema and policies of one proto file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "one.proto").write_text(text)
        output = Path(folder, "set.pb")
        c_output.compile_descriptor_set([folder, ROOT / "proto"], output)
        descriptor_set = descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())
    policies = main.policies_of(descriptor_set, ROOT / "proto/vendored-policy.textproto", POLICY)
    return Schema(descriptor_set), policies


class GoldenTests(unittest.TestCase):
    def compare(self, name, text):
        path = HERE / "golden" / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text)
        self.assertEqual(path.read_text(), text)

    def setUp(self):
        self.schema, self.policies = load((HERE / "golden/golden.proto").read_text())
        rules.check(self.schema, self.policies)
        self.file = next(file for file in self.schema.files if file.proto.package == "golden.v1")

    def test_messages_are_as_they_were_reviewed(self):
        self.compare("messages.swift.expected", messages_body(self.file, self.schema))

    def test_service_is_as_it_was_reviewed(self):
        self.compare("service.swift.expected", service_body(Service(self.file, 0, self.schema, self.policies)))


class RefusalTests(unittest.TestCase):
    CASES = {
        "proto2": ('syntax = "proto2"; package bad.v1; message M { optional int32 x = 1; }', "only proto3"),
        "optional": (HEAD + "message M { optional int32 x = 1; }", "use a oneof of one member"),
        "recursion": (HEAD + "message M { M m = 1; }", "recursive messages"),
        "recursion through a map": (HEAD + "message M { map<int32, N> n = 1; } message N { M m = 1; }", "recursive messages"),
        "wrappers": (HEAD + 'import "google/protobuf/wrappers.proto"; message M {}', "JSON form of its own"),
        "member called base": (HEAD + "message M { int32 base = 1; }", "protobuf-c's own member"),
        "count member": (HEAD + "message M { repeated int32 x = 1; int32 n_x = 2; }", "protobuf-c's own member"),
        "oneof case member": (HEAD + "message M { oneof o { int32 a = 1; int32 b = 2; } int32 o_case = 3; }", "own member"),
        "no policy": (HEAD + method(None), "no policy"),
        "no access": (HEAD + method("execution_class: EXECUTION_CLASS_INLINE, longest_run_milliseconds: 1"), "access is required"),
        "owner without resource": (HEAD + method(GOOD_POLICY.replace("ANYONE", "OWNER")), "owner goes with ACCESS_OWNER"),
        "owner of nothing": (
            HEAD + method(GOOD_POLICY.replace("ANYONE", "OWNER") + ', owner: { resource: "m", field: "x.id" }'),
            "is not an int64 field"),
        "owner by a list": (
            HEAD + method(GOOD_POLICY.replace("ANYONE", "OWNER") + ', owner: { resource: "m", field: "ids" }'),
            "is not an int64 field"),
        "no execution class": (HEAD + method("access: ACCESS_ANYONE, longest_run_milliseconds: 1"), "execution_class is required"),
        "execution class of a stream": (HEAD + method(GOOD_POLICY, response="stream M"), "unset for streams"),
        "unary without limit": (
            HEAD + method("access: ACCESS_ANYONE, execution_class: EXECUTION_CLASS_INLINE"), "required for all but watches"),
        "limit over a day": (HEAD + method(GOOD_POLICY.replace(": 1", ": 86400001")), "at most 86400000"),
        "audit action": (HEAD + method(GOOD_POLICY + ', audit_action: "Do It"'), "area.verb"),
        "columns": (HEAD + method(GOOD_POLICY + ', reads: { table: "t" }'), "at least one column"),
        "writing without effects": (
            HEAD + method(
                GOOD_POLICY + ', writes: { table: "t", columns: "c" }', more="option idempotency_level = NO_SIDE_EFFECTS;"),
            "not NO_SIDE_EFFECTS"),
    }

    def test_each_broken_rule_is_named(self):
        for situation, (text, expected) in self.CASES.items():
            with self.subTest(situation):
                with self.assertRaises(rules.Refused) as caught:
                    rules.check(*load(text))
                self.assertIn(expected, str(caught.exception))

    def test_a_policy_for_a_vendored_method_that_does_not_exist_is_refused(self):
        descriptor_set = descriptor_pb2.FileDescriptorSet()
        with self.assertRaises(rules.Refused) as caught:
            main.policies_of(descriptor_set, ROOT / "proto/vendored-policy.textproto", POLICY)
        self.assertIn("does not exist", str(caught.exception))


class NameTests(unittest.TestCase):
    def test_c_names_follow_protoc_c(self):
        self.assertEqual(names.c_function("a.v1.URLNameOf2"), "a__v1__urlname_of2")
        self.assertEqual(names.c_type("a.v1.lower_case"), "A__V1__LowerCase")
        self.assertEqual(names.c_field("Default"), "default_")

    def test_swift_names_are_lower_camel_and_usable(self):
        for proto, swift in {"note_id": "noteID", "URLName": "urlName", "HTTP": "http", "value2_x": "value2X"}.items():
            self.assertEqual(names.lower_camel(proto), swift)
        self.assertEqual(names.quoted("default"), "`default`")
        self.assertEqual(names.quoted("self"), "self_")

    def test_enum_cases_lose_their_prefix_but_never_start_with_a_digit(self):
        self.assertEqual(names.enum_case("Color", "COLOR_DARK_RED"), "darkRed")
        self.assertEqual(names.enum_case("Size", "SIZE_3D"), "size3d")


if __name__ == "__main__":
    unittest.main()
