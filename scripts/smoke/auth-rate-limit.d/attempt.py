#!/usr/bin/python3
"""Signs in once from a given source address and prints how it ended: code, reason, seconds to wait, milliseconds taken.

  attempt.py SOURCE PORT EMAIL PASSWORD

Writes the frames itself, because no client of ours chooses its source address.
"""

import socket
import struct
import sys
import time

HEADER = struct.Struct(">IIBB")


def field(number, data):
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


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


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError("the server closed the connection")
        data += piece
    return data


def attempt(source, port, email, password):
    request = field(1, b"fiszka.v1.AuthService") + field(2, b"SignIn")
    request += field(3, field(1, email.encode()) + field(2, password.encode()))
    with socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(source, 0)) as connection:
        start = time.monotonic()
        connection.sendall(HEADER.pack(len(request), 1, 1, 0) + request)
        length = HEADER.unpack(exactly(connection, HEADER.size))[0]
        response = dict(fields(exactly(connection, length)))
        took = time.monotonic() - start
    status = list(fields(response.get(1, b"")))
    code, reason, wait = dict(status).get(1, 0), "-", "-"
    for detail in (dict(fields(value)) for number, value in status if number == 3):
        content = dict(fields(detail.get(2, b"")))
        if detail[1].endswith(b"google.rpc.ErrorInfo"):
            reason = content[1].decode()
        if detail[1].endswith(b"google.rpc.RetryInfo"):
            wait = dict(fields(content.get(1, b""))).get(1, 0)
    return f"{code} {reason} {wait} {took * 1000:.1f}"


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    print(attempt(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
