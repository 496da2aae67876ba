"""A ttrpc client of its own, which notices every answer too many, too few or out of place."""

import asyncio
import itertools
import struct

from contract import CONTROL

HEADER = struct.Struct(">IIBB")
REQUEST, RESPONSE, DATA = 1, 2, 3
CLOSED, OPEN, NO_DATA = 1, 2, 4
MOST_BYTES = 4 << 20


def frame(kind, stream, flags, data=b""):
    return HEADER.pack(len(data), stream, kind, flags) + data


class Lost(Exception):
    """The connection closed before the answer."""


class Failed(Exception):
    """The answer is a status other than OK."""

    def __init__(self, status):
        super().__init__(f"{status.code}: {status.message}")
        self.code = status.code


class Connection(asyncio.Protocol):
    """One connection. A call is a future, or for a server stream a queue that ends with None or an exception."""

    def __init__(self, world):
        self.world = world
        self.contract = world.contract
        self.ids = itertools.count(1, 2)
        self.open = {}
        self.bytes = bytearray()
        self.transport = None
        self.is_lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        self.world.lost += len(self.open)
        for call in self.open.values():
            if isinstance(call, asyncio.Queue):
                call.put_nowait(Lost())
            elif not call.done():
                call.set_exception(Lost())
        self.open.clear()
        if not self.is_lost.done():
            self.is_lost.set_result(error)

    def data_received(self, data):
        self.bytes += data
        start = 0
        while len(self.bytes) - start >= HEADER.size:
            length, stream, kind, flags = HEADER.unpack_from(self.bytes, start)
            if length > MOST_BYTES:
                self.world.violation("wrong frame", f"{length} bytes")
                self.transport.abort()
                return
            end = start + HEADER.size + length
            if end > len(self.bytes):
                break
            self.receive(stream, kind, flags, bytes(self.bytes[start + HEADER.size:end]))
            start = end
        del self.bytes[:start]

    def receive(self, stream, kind, flags, data):
        call = self.open.get(stream)
        if call is None:
            self.world.violation("answer doubled or never asked for", f"stream {stream}, type {kind}, flags {flags}")
        elif kind == RESPONSE:
            response = self.contract.response.FromString(data)
            outcome = Failed(response.status) if response.status.code else response.payload
            self.end(stream, call, outcome)
        elif kind == DATA and isinstance(call, asyncio.Queue):
            if not flags & NO_DATA:
                call.put_nowait(data)
            if flags & CLOSED:
                self.end(stream, call, None)
        else:
            self.world.violation("wrong frame", f"stream {stream}, type {kind}, flags {flags}")

    def end(self, stream, call, outcome):
        del self.open[stream]
        self.world.answers += 1
        if isinstance(call, asyncio.Queue):
            call.put_nowait(outcome)
        elif call.done():
            return
        elif isinstance(outcome, Failed):
            call.set_exception(outcome)
        else:
            call.set_result(outcome)

    def start(self, service, method, message, timeout, streams=False):
        """Writes the request; the stream's id and its call."""
        stream = next(self.ids)
        call = asyncio.Queue() if streams else asyncio.get_running_loop().create_future()
        self.open[stream] = call
        data = self.contract.envelope(service, method, message, int(timeout * 1e9))
        self.transport.write(frame(REQUEST, stream, CLOSED if streams else 0, data))
        self.world.calls += 1
        return stream, call

    async def call(self, service, method, message, answer, timeout=20.0):
        """A unary call; its answer, of the message type `answer`."""
        if self.transport.is_closing():
            raise Lost()
        begin = asyncio.get_running_loop().time()
        _, future = self.start(service, method, message, timeout)
        payload = await self.world.answer_of(future, f"{service}/{method}", timeout)
        self.world.took(f"{service.rsplit('.', 1)[1]}/{method}", asyncio.get_running_loop().time() - begin)
        return self.contract.types[answer].FromString(payload)

    async def cancel(self, stream):
        request = self.contract.types["fiszka.rpc.v1.CancelRequest"](stream_id=stream)
        return await self.call(CONTROL, "Cancel", request, "fiszka.rpc.v1.CancelResponse")

    async def close(self):
        """Closes, and waits until it is closed."""
        self.transport.close()
        await self.is_lost

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, *_):
        # Also after a failure: a client that is gone holds nothing. What is unsent then might never leave.
        if kind is not None:
            self.transport.abort()
        await self.close()


async def connect(world, address):
    """A connection to a Unix socket's path or a (host, port)."""
    loop = asyncio.get_running_loop()
    make = lambda: Connection(world)  # noqa: E731
    if isinstance(address, tuple):
        _, connection = await loop.create_connection(make, *address)
    else:
        _, connection = await loop.create_unix_connection(make, address)
    world.connects += 1
    return connection
