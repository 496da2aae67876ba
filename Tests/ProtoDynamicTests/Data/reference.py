"""The reference for the JSON mapping: Debian's Python protobuf and its json_format, one process for a whole corpus.

  reference.py DESCRIPTOR_SET generate SEED COUNT TYPE...
      writes COUNT random messages of each type, one a line: type, wire bytes in hex, JSON in hex
  reference.py DESCRIPTOR_SET compare
      reads lines: type, wire bytes in hex, format (names and defaults, each - or +), JSON in hex or "refused"; writes a line
      for each: "same", or how the JSON differs from the reference's
  reference.py DESCRIPTOR_SET encode
      reads lines: type, JSON in hex; writes a line for each: wire bytes in hex after "bytes ", or "refused" with the reason
"""

import json
import math
import random
import struct
import sys
import warnings

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor as F

INTEGERS = {
    F.TYPE_INT32: (-(2**31), 2**31 - 1), F.TYPE_SINT32: (-(2**31), 2**31 - 1), F.TYPE_SFIXED32: (-(2**31), 2**31 - 1),
    F.TYPE_INT64: (-(2**63), 2**63 - 1), F.TYPE_SINT64: (-(2**63), 2**63 - 1), F.TYPE_SFIXED64: (-(2**63), 2**63 - 1),
    F.TYPE_UINT32: (0, 2**32 - 1), F.TYPE_FIXED32: (0, 2**32 - 1),
    F.TYPE_UINT64: (0, 2**64 - 1), F.TYPE_FIXED64: (0, 2**64 - 1),
}
TEXTS = ["", "a", "żółć", "e\u0301", "\u00e9", "\"\\/\b\f\n\r\t\u0001", "\x00", "\u2028\U0001f600", "zażółć gęślą jaźń", "日本", "x" * 200]
# Payloads without maps: the reference writes the maps inside an Any in no particular order.
PAYLOADS = ["fiszka.test.v1.Leaf", "fiszka.test.v1.Choice", "fiszka.test.v1.Blank", "fiszka.dynamic.v1.Present",
            "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.Int64Value", "google.protobuf.Any",
            "google.rpc.LocalizedMessage", "google.protobuf.Empty"]


class Reference:
    def __init__(self, path):
        self.pool = descriptor_pool.DescriptorPool()
        files = descriptor_pb2.FileDescriptorSet()
        with open(path, "rb") as stream:
            files.ParseFromString(stream.read())
        for file in files.file:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)

    def make(self, name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(name))()

    def wire(self, message):
        return message.SerializeToString(deterministic=True)


class Generator:
    def __init__(self, reference, seed):
        self.reference = reference
        self.random = random.Random(seed)

    def floating(self):
        r = self.random
        return r.choice([0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e-7, 123456789.123, math.inf, -math.inf, math.nan,
                         1.7976931348623157e308, 5e-324, r.uniform(-1e6, 1e6), r.random() * 10.0 ** r.randint(-300, 300)])

    def single(self):
        r = self.random
        value = struct.unpack("<f", struct.pack("<I", r.getrandbits(32)))[0]
        return r.choice([0.0, -0.0, 0.1, 3e38, 1e-45, 16777216.0, math.inf, value])

    def text(self):
        r = self.random
        if r.random() < 0.6:
            return r.choice(TEXTS)
        return "".join(chr(r.choice([r.randint(32, 126), r.randint(0, 0xD7FF), r.randint(0xE000, 0x10FFFF)]))
                       for _ in range(r.randint(0, 12)))

    def scalar(self, field):
        r = self.random
        if field.type in INTEGERS:
            low, high = INTEGERS[field.type]
            return r.choice([0, 1, low, high, r.randint(low, high), max(low, min(high, r.randint(-300, 300)))])
        if field.type == F.TYPE_DOUBLE:
            return self.floating()
        if field.type == F.TYPE_FLOAT:
            return self.single()
        if field.type == F.TYPE_BOOL:
            return r.random() < 0.5
        if field.type == F.TYPE_STRING:
            return self.text()
        if field.type == F.TYPE_BYTES:
            return r.randbytes(r.choice([0, 1, 2, 3, 4, 30, 200]))
        numbers = [value.number for value in field.enum_type.values]
        if field.file.syntax == "proto3" and field.enum_type.full_name != "google.protobuf.NullValue":
            numbers += [r.randint(-(2**31), 2**31 - 1)]
        return r.choice(numbers)

    def fill(self, message, depth):
        r = self.random
        name = message.DESCRIPTOR.full_name
        if name == "google.protobuf.Timestamp":
            message.seconds = r.choice([0, -62135596800, 253402300799, r.randint(-62135596800, 253402300799), -1])
            message.nanos = r.choice([0, 1, 999999999, 5 * 10**8, 1000 * r.randint(0, 999999), r.randint(0, 999999999)])
        elif name == "google.protobuf.Duration":
            sign = r.choice([1, -1])
            message.seconds = sign * r.choice([0, 1, 315576000000 - 1, r.randint(0, 315576000000 - 1)])
            message.nanos = sign * r.choice([0, 1, 999999999, 10**6 * r.randint(0, 999), r.randint(0, 999999999)])
        elif name == "google.protobuf.Any":
            if r.random() < 0.9:
                payload = self.message(r.choice(PAYLOADS), depth + 1)
                message.type_url = r.choice(["type.googleapis.com/", "example.org/types/"]) + payload.DESCRIPTOR.full_name
                message.value = self.reference.wire(payload)
        elif name == "google.protobuf.FieldMask":
            message.paths.extend(r.sample(["a", "display_name", "a_b.c_d", "x1.y2"], r.randint(0, 4)))
        elif name == "google.protobuf.Value":
            self.fill_value(message, depth)
        else:
            for field in message.DESCRIPTOR.fields:
                self.fill_field(message, field, depth)

    def fill_value(self, message, depth):
        r = self.random
        kind = r.randint(0, 5 if depth < 4 else 3)
        if kind == 0:
            message.null_value = 0
        elif kind == 1:
            message.number_value = r.choice([0.0, 1.5, -2.0, 1e300, r.random()])
        elif kind == 2:
            message.string_value = self.text()
        elif kind == 3:
            message.bool_value = r.random() < 0.5
        elif kind == 4:
            message.struct_value.SetInParent()
            for _ in range(r.randint(0, 3)):
                self.fill_value(message.struct_value.fields[self.text()], depth + 1)
        else:
            message.list_value.SetInParent()
            for _ in range(r.randint(0, 3)):
                self.fill_value(message.list_value.values.add(), depth + 1)

    def fill_field(self, message, field, depth):
        r = self.random
        is_message = field.type == F.TYPE_MESSAGE
        is_map = is_message and field.message_type.GetOptions().map_entry
        required = field.label == F.LABEL_REQUIRED
        if not required and (r.random() < 0.5 or is_message and depth > 3):
            return
        if is_map:
            key, value = field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]
            for _ in range(r.randint(1, 3)):
                if value.type == F.TYPE_MESSAGE:
                    self.fill(getattr(message, field.name)[self.scalar(key)], depth + 1)
                else:
                    getattr(message, field.name)[self.scalar(key)] = self.scalar(value)
        elif field.label == F.LABEL_REPEATED:
            for _ in range(r.choice([1, 2, 3, 40 if not is_message else 2])):
                if is_message:
                    self.fill(getattr(message, field.name).add(), depth + 1)
                else:
                    getattr(message, field.name).append(self.scalar(field))
        elif is_message:
            getattr(message, field.name).SetInParent()
            self.fill(getattr(message, field.name), depth + 1)
        else:
            setattr(message, field.name, self.scalar(field))

    def message(self, name, depth=0):
        message = self.reference.make(name)
        self.fill(message, depth)
        return message


def generate(reference, seed, count, names):
    generator = Generator(reference, int(seed))
    r = generator.random
    for name in names:
        for _ in range(int(count)):
            message = generator.message(name)
            text = json_format.MessageToJson(
                message, preserving_proto_field_name=r.random() < 0.5, indent=r.choice([None, 2]),
                ensure_ascii=r.random() < 0.5, descriptor_pool=reference.pool)
            yield f"{name}\t{reference.wire(message).hex()}\t{text.encode().hex()}"


def equal(ours, theirs):
    """Equal as JSON, numbers also when they are the same binary32 value."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(equal(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(equal, ours, theirs))
    if isinstance(ours, float) and isinstance(theirs, float) and ours != theirs:
        try:
            return struct.pack("<f", ours) == struct.pack("<f", theirs)
        except OverflowError:
            return False
    return type(ours) == type(theirs) and ours == theirs


def compare(reference, name, wire, form, ours):
    message = reference.make(name)
    try:
        message.ParseFromString(bytes.fromhex(wire))
        theirs = json_format.MessageToDict(
            message, preserving_proto_field_name=form[0] == "+", including_default_value_fields=form[1] == "+",
            descriptor_pool=reference.pool)
    except Exception as error:
        return "same" if ours == "refused" else f"the reference refuses: {error}"
    if ours == "refused":
        return f"the reference takes it: {theirs}"
    text = bytes.fromhex(ours).decode()
    if not equal(json.loads(text), json.loads(json.dumps(theirs))):
        return f"ours is {text}, the reference's {json.dumps(theirs)}"
    back, forth = encode(reference, name, ours), encode(reference, name, json.dumps(theirs).encode().hex())
    return "same" if back == forth else f"reads back as {back}, not {forth}"


def encode(reference, name, text):
    try:
        message = json_format.Parse(bytes.fromhex(text), reference.make(name), descriptor_pool=reference.pool)
        return "bytes " + reference.wire(message).hex()
    except Exception as error:
        return "refused " + " ".join(str(error).split())


def main():
    reference = Reference(sys.argv[1])
    warnings.simplefilter("error")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.argv[2] == "generate":
        lines = generate(reference, sys.argv[3], sys.argv[4], sys.argv[5:])
    else:
        function = {"compare": compare, "encode": encode}[sys.argv[2]]
        lines = (function(reference, *line.rstrip("\n").split("\t")).replace("\n", " ") for line in sys.stdin)
    for line in lines:
        print(line)


main()
