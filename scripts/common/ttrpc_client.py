"""A ttrpc client for unary calls that chooses its source address, which no client of ours does."""

import socket
import struct

HEADER = struct.Struct(">IIBB")


def varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def field(number_, data):
    """A length-delimited field."""
    return varint(number_ << 3 | 2) + varint(len(data)) + data


def number(number_, value):
    """A varint field."""
    return varint(number_ << 3) + varint(value)


class Client:
    """One connection; one call at a time."""

    def __init__(self, connection):
        self.connection = connection
        self.stream = -1

    @classmethod
    def unix(cls, path):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(120)
        connection.connect(path)
        return cls(connection)

    @classmethod
    def tcp(cls, port, source):
        return cls(socket.create_connection(("127.0.0.1", port), timeout=120, source_address=(source, 0)))

    def call(self, service, method, request):
        """The status code and the encoded response."""
        response = self.exchange(service, method, request)
        return dict(fields(response.get(1, b""))).get(1, 0), response.get(2, b"")

    def exchange(self, service, method, request):
        """The fields of the ttrpc response: 1 is a google.rpc.Status unless the call succeeded, 2 the encoded response."""
        self.stream += 2
        message = field(1, service.encode()) + field(2, method.encode()) + field(3, request)
        self.connection.sendall(HEADER.pack(len(message), self.stream, 1, 0) + message)
        length = HEADER.unpack(self.exactly(HEADER.size))[0]
        return dict(fields(self.exactly(length)))

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.connection.recv(count - len(data))
            if not piece:
                raise EOFError("the server closed the connection")
            data += piece
        return data


def fields(message):
    """Number and value of every field."""
    at = 0

    def read():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = read()
        if tag & 7 == 0:
            yield tag >> 3, read()
        elif tag & 7 == 2:
            length = read()
            yield tag >> 3, message[at:at + length]
            at += length
        else:
            raise ValueError(f"field {tag >> 3} has type {tag & 7}")
