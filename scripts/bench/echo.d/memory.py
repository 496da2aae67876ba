"""What an idle connection costs a server in resident memory."""

import resource
import struct
import time

from servers import BenchError, Server

_REQUEST = b"\x0a\x15grpc.health.v1.Health\x12\x05Check"
_HEADER = struct.Struct(">IIBB")
_SPARE_DESCRIPTORS = 100


def measure_memory(options, folder, progress):
    """Per round and server, bytes per connection: opened only, and after one call on each."""
    _allow_descriptors(options.connections + _SPARE_DESCRIPTORS)
    rows = []
    for number in range(options.rounds):
        progress(f"memory, round {number + 1} of {options.rounds}")
        for name, command in (("a", options.server_a), ("b", options.server_b)):
            with Server(name, command, folder) as server:
                try:
                    opened, called = _grow(server, options.connections)
                except OSError as error:
                    raise BenchError(f"server {name} does not hold {options.connections} connections: {error}") from error
            rows.append({"server": name, "round": number, "opened_bytes": opened, "called_bytes": called})
    return rows


def _allow_descriptors(count):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise BenchError(f"{count} open files are needed and {hard} allowed: raise ulimit -n or lower --connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def _grow(server, count):
    for _ in range(16):  # what a first connection costs once is not part of it
        with server.connect() as connection:
            _check(connection)
    before = _settled(server)
    connections = [server.connect() for _ in range(count)]
    try:
        _check(connections[-1])  # accepted in order: the last one answers when all have been taken
        opened = _settled(server)
        for connection in connections[:-1]:
            _check(connection)
        called = _settled(server)
    finally:
        for connection in connections:
            connection.close()
    return (opened - before) / count, (called - before) / count


def _check(connection):
    """One health check, in raw frames."""
    connection.sendall(_HEADER.pack(len(_REQUEST), 1, 1, 0) + _REQUEST)
    received = b""
    while len(received) < _HEADER.size or len(received) < _HEADER.size + _HEADER.unpack_from(received)[0]:
        piece = connection.recv(4096)
        if not piece:
            raise ConnectionError("it closed an idle one; does it allow so many?")
        received += piece
    if not received.endswith(b"\x12\x02\x08\x01"):
        raise BenchError(f"the health check was answered by {received.hex()}")


def _settled(server, patience=5):
    """Resident bytes once they have stayed the same for 0.3 s."""
    deadline = time.monotonic() + patience
    last, same = server.resident_bytes(), 0
    while same < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
        now = server.resident_bytes()
        last, same = now, same + 1 if now == last else 0
    return last
