"""The contract as the generator sees it: files, messages, fields, enums, services, with their comments and policies."""

from dataclasses import dataclass, field as dataclass_field

from google.protobuf import descriptor_pb2

import names
from targets import GENERATION_ONLY, SWIFT_NAMES, module_of

Field = descriptor_pb2.FieldDescriptorProto


@dataclass
class Comments:
    """Leading comments of one file by the path of the element in its descriptor."""

    by_path: dict

    @classmethod
    def of(cls, file):
        return cls({tuple(place.path): place.leading_comments for place in file.source_code_info.location})

    def at(self, path):
        """The comment's lines without the blank around them."""
        lines = [line.strip() for line in self.by_path.get(tuple(path), "").strip().splitlines()]
        return lines


@dataclass
class EnumType:
    proto: object
    full_name: str
    swift: str
    path: tuple
    comments: Comments
    module: str

    @property
    def is_signed(self):
        return any(value.number < 0 for value in self.proto.value)


@dataclass
class Message:
    proto: object
    full_name: str
    swift: str
    path: tuple
    comments: Comments
    # Swift module, and the names that hide those of the module inside this type: of its own and its outer types' members.
    module: str
    hidden: frozenset
    messages: list = dataclass_field(default_factory=list)
    enums: list = dataclass_field(default_factory=list)

    @property
    def is_map_entry(self):
        return self.proto.options.map_entry

    @property
    def c_type(self):
        return names.c_type(self.full_name)

    @property
    def c_function(self):
        return names.c_function(self.full_name)


@dataclass
class File:
    proto: object
    comments: Comments
    messages: list
    enums: list


@dataclass(frozen=True)
class _Place:
    """Where a type stands: proto scope, outer Swift type, Swift module, names hidden there, its file's comments."""

    scope: str
    outer: str
    module: str
    hidden: frozenset
    comments: Comments


class Schema:
    """All files of a descriptor set, with look-up of messages and enums by full name."""

    def __init__(self, descriptor_set):
        self.types = {}
        self.files = [self._file(file) for file in descriptor_set.file if file.name not in GENERATION_ONLY]

    def message(self, type_name):
        return self.types[type_name.lstrip(".")]

    enum = message

    def _file(self, file):
        comments = Comments.of(file)
        place = _Place(file.package, "", module_of(file.package), frozenset(), comments)
        messages = [self._message(message, place, (4, index)) for index, message in enumerate(file.message_type)]
        enums = [self._enum(enum, place, (5, index)) for index, enum in enumerate(file.enum_type)]
        return File(file, comments, messages, enums)

    def _message(self, proto, place, path):
        full_name = f"{place.scope}.{proto.name}"
        members = [*proto.nested_type, *proto.enum_type]
        hidden = place.hidden | {member.name for member in members} | {
            names.upper_camel(oneof.name) for oneof in proto.oneof_decl
        }
        swift = self._swift_name(full_name, place.outer)
        message = Message(proto, full_name, swift, path, place.comments, place.module, hidden)
        inner = _Place(full_name, swift, place.module, hidden, place.comments)
        message.messages = [
            self._message(nested, inner, path + (3, index)) for index, nested in enumerate(proto.nested_type)
        ]
        message.enums = [self._enum(nested, inner, path + (4, index)) for index, nested in enumerate(proto.enum_type)]
        self.types[full_name] = message
        return message

    def _enum(self, proto, place, path):
        full_name = f"{place.scope}.{proto.name}"
        swift = self._swift_name(full_name, place.outer)
        enum = EnumType(proto, full_name, swift, path, place.comments, place.module)
        self.types[full_name] = enum
        return enum

    def _swift_name(self, full_name, outer):
        short = SWIFT_NAMES.get(full_name, full_name.rsplit(".", 1)[1])
        return f"{outer}.{short}" if outer else short

    def every_message(self):
        """Messages of all files, nested ones after their outer."""
        return [type_ for type_ in self.types.values() if isinstance(type_, Message)]


def is_repeated(field):
    return field.label == Field.LABEL_REPEATED


def is_message(field):
    return field.type == Field.TYPE_MESSAGE


def is_enum(field):
    return field.type == Field.TYPE_ENUM
