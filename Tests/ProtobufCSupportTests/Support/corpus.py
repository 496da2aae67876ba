"""Messages of the test contract in the encoding of Google's Python library, one "type hex" a line.

Usage: corpus.py DESCRIPTOR_SET random SEED MESSAGES_PER_TYPE TYPE...
       corpus.py DESCRIPTOR_SET canonical      reads such lines and writes them again in canonical form
"""

import random
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field

TEXTS = ("", "a", "żółć", "kot\0pies", "plain ascii that is longer than fifteen bytes", "👩‍👩‍👧", "Ł" * 300, 'q"\\\n')
INTEGERS = {
    "int32": (-2**31, -1, 0, 1, 2**31 - 1), "int64": (-2**63, -1, 0, 1, 2**63 - 1),
    "uint32": (0, 1, 2**32 - 1), "uint64": (0, 1, 2**64 - 1),
}
DOUBLES = (0.0, 1.5, -1e300, 5e-324, float("inf"), float("-inf"))


def value_of(field, chance, depth):
    kind = field.cpp_type
    if kind == Field.CPPTYPE_MESSAGE:
        return None
    if kind == Field.CPPTYPE_ENUM:
        return chance.choice([value.number for value in field.enum_type.values] + [77, -5])
    if kind == Field.CPPTYPE_BOOL:
        return chance.random() < 0.5
    if kind == Field.CPPTYPE_DOUBLE:
        return chance.choice(DOUBLES)
    if kind == Field.CPPTYPE_FLOAT:
        return struct.unpack("f", struct.pack("f", chance.choice((0.0, 1.5, -3.25e10, float("inf")))))[0]
    if kind == Field.CPPTYPE_STRING:
        text = chance.choice(TEXTS)
        return text.encode() + bytes([0, 255]) if field.type == Field.TYPE_BYTES else text
    name = {Field.CPPTYPE_INT32: "int32", Field.CPPTYPE_INT64: "int64", Field.CPPTYPE_UINT32: "uint32"}.get(kind, "uint64")
    return chance.choice(INTEGERS[name] + (chance.randrange(100),))


def fill(message, chance, depth=0):
    for field in message.DESCRIPTOR.fields:
        if chance.random() < 0.35 or depth > 6:
            continue
        target = getattr(message, field.name) if field.label == Field.LABEL_REPEATED or field.message_type else None
        if field.message_type and field.message_type.GetOptions().map_entry:
            fill_map(target, field.message_type, chance, depth)
        elif field.label == Field.LABEL_REPEATED:
            for _ in range(chance.randrange(4)):
                if field.message_type:
                    fill(target.add(), chance, depth + 1)
                else:
                    target.append(value_of(field, chance, depth))
        elif field.message_type:
            target.SetInParent()
            fill(target, chance, depth + 1)
        else:
            setattr(message, field.name, value_of(field, chance, depth))


def fill_map(target, entry, chance, depth):
    key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
    for _ in range(chance.randrange(4)):
        name = value_of(key, chance, depth)
        if value.message_type:
            fill(target[name], chance, depth + 1)
        else:
            target[name] = value_of(value, chance, depth)


def random_lines(type_of, seed, count, names):
    chance = random.Random(int(seed))
    for name in names:
        for _ in range(int(count)):
            message = type_of(name)()
            fill(message, chance)
            yield name, message


def canonical_lines(type_of):
    for line in sys.stdin:
        name, text = line.rstrip("\n").split(" ")
        yield name, type_of(name).FromString(bytes.fromhex(text))


def main():
    descriptor_set, mode, *rest = sys.argv[1:]
    pool = descriptor_pool.DescriptorPool()
    with open(descriptor_set, "rb") as file:
        for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
            pool.Add(proto)
    factory = message_factory.MessageFactory(pool)

    def type_of(name):
        return factory.GetPrototype(pool.FindMessageTypeByName(name))

    lines = random_lines(type_of, rest[0], rest[1], rest[2:]) if mode == "random" else canonical_lines(type_of)
    for name, message in lines:
        print(name, message.SerializeToString(deterministic=True).hex())


main()
