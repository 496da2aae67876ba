"""Clients that do not behave. The server may answer them or close; it must end whatever they leave behind."""

import asyncio
import select
import socket
import struct
import time

from contract import LESSON, RESOURCE_EXHAUSTED
from sessions import check, code_of, ping
from wire import HEADER, MOST_BYTES, REQUEST, connect, frame

# How long a fault leaves its socket as it is, in seconds.
PATIENCE = 2.0


class Socket:
    """A socket by hand; the end of the block resets the connection where that is possible (TCP), else closes it."""

    def __init__(self, world, over_tcp, receive_buffer=None):
        self.address = world.tcp if over_tcp else world.unix
        self.socket = socket.socket(socket.AF_INET if over_tcp else socket.AF_UNIX)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.setblocking(False)
        self.world = world

    async def __aenter__(self):
        try:
            await asyncio.get_running_loop().sock_connect(self.socket, self.address)
        except BaseException:
            self.socket.close()
            raise
        self.world.connects += 1
        return self

    async def __aexit__(self, *_):
        self.socket.close()

    def is_cut_off(self):
        """True when the server has closed, whether or not what it sent before was read."""
        poll = select.poll()
        poll.register(self.socket, 0)
        return bool(poll.poll(0))

    async def send(self, data, patience=PATIENCE):
        """False when the server does not take it in time or has closed."""
        try:
            await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(self.socket, data), patience)
            return True
        except (asyncio.TimeoutError, ConnectionError):
            return False

    async def receive(self, most=65_536, patience=PATIENCE):
        """Bytes; none when the server has closed or says nothing in time."""
        try:
            return await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.socket, most), patience)
        except (asyncio.TimeoutError, ConnectionError):
            return b""


def request(world, stream, service, method, message):
    return frame(REQUEST, stream, 0, world.contract.envelope(service, method, message, int(20e9)))


def page(world, size):
    return world.contract.message("ListItemsRequest", lesson_id=world.base_lesson, page_size=size)


async def half_header(world, chance):
    async with Socket(world, chance.random() < 0.5) as peer:
        await peer.send(frame(REQUEST, 1, 0, b"x" * 100)[:chance.randint(1, 50)])
        await peer.receive(patience=chance.uniform(0, PATIENCE))


async def garbage(world, chance):
    async with Socket(world, chance.random() < 0.5) as peer:
        await peer.send(chance.randbytes(chance.randint(1, 4_096)))
        await peer.receive(patience=chance.uniform(0, PATIENCE))


async def http(world, chance):
    """A browser at the wrong door: the connection is closed."""
    async with Socket(world, True) as peer:
        await peer.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        world.expect(await peer.receive(patience=20) == b"", "wrong answer", "an HTTP request is answered")


async def oversize(world, chance):
    """A frame too long is refused from its header alone, and the connection goes on."""
    async with await connect(world, world.unix) as connection:
        stream, length = next(connection.ids), MOST_BYTES + chance.randint(1, 1_000)
        connection.open[stream] = future = asyncio.get_running_loop().create_future()
        connection.transport.write(HEADER.pack(length, stream, REQUEST, 0))
        world.calls += 1
        code = await code_of(world, future, "an oversize frame", 20)
        world.expect(code == RESOURCE_EXHAUSTED, "wrong answer", f"an oversize frame is answered with {code}")
        if chance.random() < 0.2:
            connection.transport.write(bytes(length))
            await ping(world, connection)
        else:
            connection.transport.write(bytes(chance.randint(0, 100_000)))
            connection.transport.abort()


async def reset_in_calls(world, chance):
    """Calls under way when the connection is reset."""
    async with Socket(world, False) as peer:
        calls = [request(world, 2 * index + 1, LESSON, "ListItems", page(world, 500)) for index in range(10)]
        await peer.send(b"".join(calls))
        await peer.receive(patience=chance.uniform(0, 0.02))


async def reset_in_frame(world, chance):
    async with Socket(world, chance.random() < 0.5) as peer:
        first = request(world, 1, LESSON, "ListItems", page(world, 20))
        second = frame(REQUEST, 3, 0, bytes(100_000))
        await peer.send(first + second[:chance.randint(1, len(second) - 1)])


async def slow_reader(world, chance):
    """Reads a few bytes at a time, and must get every answer in the end."""
    async with Socket(world, False, receive_buffer=4_096) as peer:
        count = 12
        await peer.send(b"".join(request(world, 2 * n + 1, LESSON, "ListItems", page(world, 500)) for n in range(count)))
        data, streams = bytearray(), []
        while len(streams) < count:
            piece = await peer.receive(most=chance.choice((1, 100, 8_192, 65_536)), patience=30)
            if not piece:
                world.violation("lost answer", f"a slow reader got {len(streams)} of {count} answers")
                return
            data += piece
            while len(data) >= HEADER.size and len(data) >= HEADER.size + HEADER.unpack_from(data)[0]:
                length, stream, _, _ = HEADER.unpack_from(data)
                streams.append(stream)
                del data[:HEADER.size + length]
            await asyncio.sleep(0.001)
        world.expect(len(set(streams)) == count, "answer doubled or never asked for", f"a slow reader: {streams}")


async def never_reader(world, chance):
    """Asks for more than 8 MiB and does not read; meanwhile another client is served as ever."""
    # One at a time: more of them would fill the queue for workers, and everybody else would rightly be refused.
    async with world.never_reading, Socket(world, False) as peer:
        for number in range(400):
            if not await peer.send(request(world, 2 * number + 1, LESSON, "ListItems", page(world, 500)), patience=0.2):
                break
        ends = time.monotonic() + PATIENCE
        while not peer.is_cut_off():
            if time.monotonic() > ends:
                world.outcomes["never reading: left"] += 1
                return
            async with await connect(world, world.unix) as other:
                await check(world, other)
            await asyncio.sleep(0.5)
        world.outcomes["never reading: cut off"] += 1


FAULTS = (half_header, garbage, http, oversize, reset_in_calls, reset_in_frame, slow_reader, never_reader)
WEIGHTS = (12, 12, 4, 8, 8, 8, 4, 1)


async def fault(world, chance):
    choice = chance.choices(FAULTS, WEIGHTS)[0]
    world.faults[choice.__name__] += 1
    await choice(world, chance)
