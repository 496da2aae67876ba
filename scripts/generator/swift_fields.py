"""How each kind of field is declared in Swift, read from the C struct, and written to it."""

from dataclasses import dataclass

import names
from schema import Field, is_enum, is_message, is_repeated

SCALARS = {
    Field.TYPE_DOUBLE: ("Double", "0"), Field.TYPE_FLOAT: ("Float", "0"),
    Field.TYPE_INT32: ("Int32", "0"), Field.TYPE_SINT32: ("Int32", "0"), Field.TYPE_SFIXED32: ("Int32", "0"),
    Field.TYPE_INT64: ("Int64", "0"), Field.TYPE_SINT64: ("Int64", "0"), Field.TYPE_SFIXED64: ("Int64", "0"),
    Field.TYPE_UINT32: ("UInt32", "0"), Field.TYPE_FIXED32: ("UInt32", "0"),
    Field.TYPE_UINT64: ("UInt64", "0"), Field.TYPE_FIXED64: ("UInt64", "0"),
    Field.TYPE_BOOL: ("Bool", "false"), Field.TYPE_STRING: ("String", '""'), Field.TYPE_BYTES: ("[UInt8]", "[]"),
}


@dataclass(frozen=True)
class Value:
    """One value of a field: alone, an element of a repeated field, a member of a oneof, a key or value of a map."""

    proto: object
    message: object
    schema: object

    @property
    def swift_type(self):
        """The type's name as it reads inside the message: qualified where a nested type hides it."""
        if is_message(self.proto) or is_enum(self.proto):
            type_ = self.schema.types[self.proto.type_name.lstrip(".")]
            name, module = type_.swift, type_.module
        else:
            name, module = SCALARS[self.proto.type][0], "Swift"
        return f"{module}.{name}" if name.split(".")[0] in self.message.hidden else name

    @property
    def owner(self):
        return self.message.full_name

    @property
    def default(self):
        """The proto3 default; a singular message has none and is optional instead."""
        if is_enum(self.proto):
            enum = self.schema.enum(self.proto.type_name)
            zero = next(value.name for value in enum.proto.value if value.number == 0)
            return "." + names.quoted(names.enum_case(enum.proto.name, zero))
        return SCALARS[self.proto.type][1]

    def from_c(self, c):
        """Swift expression for the C value `c`; a message's is a pointer that is not nil."""
        kind = self.proto.type
        if is_message(self.proto):
            return f"try {self.swift_type}(copying: {c})"
        if is_enum(self.proto):
            raw = f"{c}.rawValue"
            signed = self.schema.enum(self.proto.type_name).is_signed
            return f"{self.swift_type}(rawValue: {raw if signed else f'Int32(bitPattern: {raw})'})"
        if kind == Field.TYPE_BOOL:
            return f"{c} != 0"
        if kind == Field.TYPE_STRING:
            return f'try String(copying: {c}, field: "{self.owner}.{self.proto.name}")'
        if kind == Field.TYPE_BYTES:
            return f"[UInt8](copying: {c})"
        return c

    def to_c(self, swift):
        """Expression for the C value of the Swift value `swift`."""
        kind = self.proto.type
        if is_message(self.proto):
            return f"try arena.message(from: {swift})"
        if is_enum(self.proto):
            enum = self.schema.enum(self.proto.type_name)
            raw = f"{swift}.rawValue"
            return f"{names.c_type(enum.full_name)}(rawValue: {raw if enum.is_signed else f'UInt32(bitPattern: {raw})'})"
        if kind == Field.TYPE_BOOL:
            return f"{swift} ? 1 : 0"
        if kind in (Field.TYPE_STRING, Field.TYPE_BYTES):
            return f"try arena.data({swift})"
        return swift

    @property
    def is_plain(self):
        """True where the C value and the Swift value are one and the same."""
        return self.from_c("c") == "c"


class SingularField:
    """A scalar or enum without presence, or a message, which is optional."""

    def __init__(self, value, comment):
        self.value, self.comment = value, comment
        self.name = names.quoted(names.lower_camel(value.proto.name))
        self.member = f"message.pointee.{names.c_member(value.proto.name)}"
        self.optional = is_message(value.proto)
        self.type = value.swift_type + ("?" if self.optional else "")
        self.default = "nil" if self.optional else value.default

    def read(self, writer):
        if self.optional:
            writer.line(f"self.{self.name} = try {self.value.swift_type}.copy({self.member})")
        else:
            writer.line(f"self.{self.name} = {self.value.from_c(self.member)}")

    def write(self, writer):
        if self.optional:
            writer.line(f"if let value = self.{self.name} {{ {self.member} = {self.value.to_c('value')} }}")
        else:
            writer.line(f"{self.member} = {self.value.to_c(f'self.{self.name}')}")


class RepeatedField:
    """An array."""

    def __init__(self, value, comment):
        self.value, self.comment = value, comment
        self.name = names.quoted(names.lower_camel(value.proto.name))
        self.member = f"message.pointee.{names.c_member(value.proto.name)}"
        self.count = f"message.pointee.n_{names.c_field(value.proto.name)}"
        self.type = f"[{value.swift_type}]"
        self.default = "[]"

    def read(self, writer):
        convert = ""
        if not is_message(self.value.proto):
            convert = f" {{ (c) throws(ProtobufError) in {self.value.from_c('c')} }}"
        writer.line(f"self.{self.name} = try {self.type}(copying: {self.member}, count: {self.count}){convert}")

    def write(self, writer):
        writer.line(f"{self.count} = self.{self.name}.count")
        if is_message(self.value.proto):
            writer.line(f"{self.member} = try arena.messages(self.{self.name})")
        else:
            convert = f"{{ (value) throws(ProtobufError) in {self.value.to_c('value')} }}"
            writer.line(f"{self.member} = try arena.array(self.{self.name}) {convert}")


class MapField:
    """A dictionary; entries are written in the order of their keys, so that equal messages have equal bytes."""

    def __init__(self, proto, message, schema, comment):
        self.comment = comment
        self.entry = schema.message(proto.type_name)
        key, value = self.entry.proto.field
        self.key = Value(key, message, schema)
        self.item = Value(value, message, schema)
        self.name = names.quoted(names.lower_camel(proto.name))
        self.member = f"message.pointee.{names.c_member(proto.name)}"
        self.count = f"message.pointee.n_{names.c_field(proto.name)}"
        self.type = f"[{self.key.swift_type}: {self.item.swift_type}]"
        self.default = "[:]"

    def read(self, writer):
        with writer.block(f"for case let entry? in UnsafeBufferPointer(start: {self.member}, count: {self.count})"):
            key = self.key.from_c("entry.pointee.key")
            if is_message(self.item.proto):
                writer.line(f"self.{self.name}[{key}] = try {self.item.swift_type}.copy(entry.pointee.value) ?? .init()")
            else:
                writer.line(f"self.{self.name}[{key}] = {self.item.from_c('entry.pointee.value')}")

    def write(self, writer):
        order = {
            Field.TYPE_BOOL: "!$0.key && $1.key",
            # By bytes, as other implementations do; String's own order is by normalized form.
            Field.TYPE_STRING: "$0.key.utf8.lexicographicallyPrecedes($1.key.utf8)",
        }.get(self.key.proto.type, "$0.key < $1.key")
        writer.line(f"{self.count} = self.{self.name}.count")
        pairs = names.lower_camel(self.entry.proto.name)
        writer.line(f"let {pairs} = self.{self.name}.sorted {{ {order} }}")
        with writer.block(f"{self.member} = try arena.array({pairs})"):
            writer.lines[-1] += " (pair) throws(ProtobufError) in"
            writer.line(f"let entry = try arena.allocate({self.entry.c_type}.self)")
            writer.line(f"{self.entry.c_function}__init(entry)")
            writer.line(f"entry.pointee.key = {self.key.to_c('pair.key')}")
            writer.line(f"entry.pointee.value = {self.item.to_c('pair.value')}")
            writer.line(f"return entry as UnsafeMutablePointer<{self.entry.c_type}>?")


class OneofField:
    """A oneof: an optional of its one member, or of an enum with one case per member."""

    def __init__(self, proto, values, comment, comments):
        self.comment, self.comments, self.values = comment, comments, values
        self.case_member = f"message.pointee.{names.c_field(proto.name)}_case"
        self.flat = len(values) == 1
        own = values[0].proto.name if self.flat else proto.name
        self.name = names.quoted(names.lower_camel(own))
        self.enum = None if self.flat else names.upper_camel(proto.name)
        self.type = (values[0].swift_type if self.flat else self.enum) + "?"
        self.default = "nil"

    def case(self, value):
        return names.quoted(names.lower_camel(value.proto.name))

    def declare(self, writer):
        """The enum with one case per member."""
        writer.blank()
        writer.comment(self.comment)
        with writer.block(f"package enum {self.enum}: Sendable, Hashable"):
            for value, comment in zip(self.values, self.comments):
                writer.comment(comment)
                writer.line(f"case {self.case(value)}({value.swift_type})")

    def read(self, writer):
        with writer.block(f"switch {self.case_member}.rawValue"):
            for value in self.values:
                c = value.from_c(f"message.pointee.{names.c_member(value.proto.name)}")
                if is_message(value.proto):
                    c = f"try {value.swift_type}.copy(message.pointee.{names.c_member(value.proto.name)}) ?? .init()"
                writer.line(f"case {value.proto.number}: self.{self.name} = {c if self.flat else f'Self.{self.enum}.{self.case(value)}({c})'}")
            writer.line(f"default: self.{self.name} = nil")

    def write(self, writer):
        if self.flat:
            with writer.block(f"if let value = self.{self.name}"):
                self._write_member(writer, self.values[0], "value")
            return
        with writer.block(f"switch self.{self.name}"):
            for value in self.values:
                writer.line(f"case .some(.{self.case(value)}(let value)):")
                writer.level += 1
                self._write_member(writer, value, "value")
                writer.level -= 1
            writer.line("case nil: break")

    def _write_member(self, writer, value, swift):
        writer.line(f"{self.case_member} = .init(rawValue: {value.proto.number})")
        writer.line(f"message.pointee.{names.c_member(value.proto.name)} = {value.to_c(swift)}")


def fields_of(message, schema):
    """The message's fields in the contract's order, a oneof where its first member stands."""
    fields, seen = [], set()
    for index, proto in enumerate(message.proto.field):
        comment = message.comments.at(message.path + (2, index))
        if proto.HasField("oneof_index"):
            if proto.oneof_index not in seen:
                seen.add(proto.oneof_index)
                fields.append(_oneof(message, proto.oneof_index, schema))
        elif is_repeated(proto):
            fields.append(_repeated(message, proto, schema, comment))
        else:
            fields.append(SingularField(Value(proto, message, schema), comment))
    return fields


def _repeated(message, proto, schema, comment):
    if is_message(proto) and schema.message(proto.type_name).is_map_entry:
        return MapField(proto, message, schema, comment)
    return RepeatedField(Value(proto, message, schema), comment)


def _oneof(message, oneof_index, schema):
    members = [
        (index, proto) for index, proto in enumerate(message.proto.field)
        if proto.HasField("oneof_index") and proto.oneof_index == oneof_index
    ]
    comments = [message.comments.at(message.path + (2, index)) for index, _ in members]
    own = message.comments.at(message.path + (8, oneof_index))
    values = [Value(proto, message, schema) for _, proto in members]
    comment = comments[0] if len(members) == 1 else own
    return OneofField(message.proto.oneof_decl[oneof_index], values, comment, comments)
