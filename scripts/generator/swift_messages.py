"""Swift value types for the messages and enums of one proto file."""

import names
from swift_fields import OneofField, fields_of
from swift_writer import Writer


def messages_body(file, schema):
    """Swift declarations for every message and enum of `file`; empty where it has none."""
    writer = Writer()
    for enum in file.enums:
        _enum(writer, enum)
    for message in file.messages:
        writer.blank()
        _message(writer, message, schema)
    for message in file.messages:
        _conformances(writer, message, schema)
    return writer.text() if writer.lines else ""


def message_list_body(messages):
    """A list of message types of several modules."""
    writer = Writer()
    writer.comment(["Every message of the contract and of the test contract."])
    with writer.block("enum MessageTypes"):
        writer.comment(["By full name."])
        writer.line("static let all: [any ProtobufMessage.Type] = [")
        for message in sorted(messages, key=lambda message: message.full_name):
            writer.line(f"  {message.module}.{message.swift}.self,")
        writer.line("]")
    return writer.text()


def _enum(writer, enum):
    cases, aliases = {}, []
    for index, value in enumerate(enum.proto.value):
        name = names.quoted(names.enum_case(enum.proto.name, value.name))
        comment = enum.comments.at(enum.path + (2, index))
        if value.number in cases:
            aliases.append((name, cases[value.number][0], comment))
        else:
            cases[value.number] = (name, comment)
    writer.blank()
    writer.comment(enum.comments.at(enum.path))
    with writer.block(f"package enum {enum.swift.rsplit('.', 1)[-1]}: RawRepresentable, Sendable, Hashable"):
        for name, comment in cases.values():
            writer.comment(comment)
            writer.line(f"case {name}")
        writer.comment(["A number that this version of the contract does not know, kept as it came."])
        writer.line("case unrecognized(Int32)")
        for name, target, comment in aliases:
            writer.blank()
            writer.comment(comment)
            writer.line(f"package static let {name} = Self.{target}")
        _enum_raw_values(writer, cases)


def _enum_raw_values(writer, cases):
    writer.blank()
    with writer.block("package init(rawValue: Int32)"):
        with writer.block("switch rawValue"):
            for number, (name, _) in cases.items():
                writer.line(f"case {number}: self = .{name}")
            writer.line("default: self = .unrecognized(rawValue)")
    writer.blank()
    writer.comment(["The number on the wire."])
    with writer.block("package var rawValue: Int32"):
        with writer.block("switch self"):
            for number, (name, _) in cases.items():
                writer.line(f"case .{name}: {number}")
            writer.line("case .unrecognized(let number): number")


def _message(writer, message, schema):
    fields = fields_of(message, schema)
    writer.comment(message.comments.at(message.path))
    with writer.block(f"package struct {message.swift.rsplit('.', 1)[-1]}: Sendable, Hashable"):
        for field in fields:
            writer.comment(field.comment)
            writer.line(f"package var {field.name}: {field.type} = {field.default}")
        writer.blank()
        writer.line("package init() {}")
        if fields:
            _memberwise_init(writer, fields)
        for field in fields:
            if isinstance(field, OneofField) and field.enum:
                field.declare(writer)
        for enum in message.enums:
            _enum(writer, enum)
        for nested in message.messages:
            if not nested.is_map_entry:
                writer.blank()
                _message(writer, nested, schema)


def _memberwise_init(writer, fields):
    writer.blank()
    parameters = ", ".join(f"{field.name}: {field.type} = {field.default}" for field in fields)
    with writer.block(f"package init({parameters})"):
        for field in fields:
            writer.line(f"self.{field.name} = {field.name}")


def _conformances(writer, message, schema):
    if not message.is_map_entry:
        writer.blank()
        _conformance(writer, message, schema)
    for nested in message.messages:
        _conformances(writer, nested, schema)


def _conformance(writer, message, schema):
    fields = fields_of(message, schema)
    function = message.c_function
    pointer = f"UnsafeMutablePointer<{message.c_type}>"
    with writer.block(f"extension {message.swift}: ProtobufMessage"):
        writer.line(f"package typealias CMessage = {message.c_type}")
        writer.line(f'package static let protobufName = "{message.full_name}"')
        writer.blank()
        with writer.block(
            "package static func unpack(_ allocator: ProtobufAllocator, _ length: Int, _ bytes: UnsafePointer<UInt8>?)"
            f" -> {pointer}?"
        ):
            writer.line(f"{function}__unpack(allocator, length, bytes)")
        writer.blank()
        with writer.block(f"package static func initialize(_ message: {pointer})"):
            writer.line(f"{function}__init(message)")
        writer.blank()
        with writer.block("package static func packedSize(_ message: UnsafePointer<CMessage>) -> Int"):
            writer.line(f"{function}__get_packed_size(message)")
        writer.blank()
        with writer.block(
            "package static func pack(_ message: UnsafePointer<CMessage>, _ output: UnsafeMutablePointer<UInt8>) -> Int"
        ):
            writer.line(f"{function}__pack(message, output)")
        writer.blank()
        with writer.block("package init(copying message: UnsafePointer<CMessage>) throws(ProtobufError)"):
            for field in fields:
                field.read(writer)
        writer.blank()
        with writer.block(
            f"package func copy(to message: {pointer}, in arena: borrowing Arena) throws(ProtobufError)"
        ):
            for field in fields:
                field.write(writer)
