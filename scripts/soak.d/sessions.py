"""Clients that behave: each session opens a connection, does something, and closes it."""

import asyncio
import hashlib

from contract import CANCELLED, DEADLINE_EXCEEDED, HEALTH, CONTROL, IMPORT, LESSON, OK
from wire import Failed, Lost, connect

SERVING = 1


async def check(world, connection):
    request = world.contract.types["grpc.health.v1.HealthCheckRequest"]()
    answer = await connection.call(HEALTH, "Check", request, "grpc.health.v1.HealthCheckResponse")
    world.expect(answer.status == SERVING, "wrong answer", f"health {answer.status}")


async def ping(world, connection):
    request = world.contract.types["fiszka.rpc.v1.PingRequest"]()
    await connection.call(CONTROL, "Ping", request, "fiszka.rpc.v1.PingResponse")


async def list_items(world, connection):
    request = world.contract.message("ListItemsRequest", lesson_id=world.base_lesson, page_size=20)
    answer = await connection.call(LESSON, "ListItems", request, "fiszka.v1.ListItemsResponse")
    right = len(answer.items) == 20 and all(item.lesson_id == world.base_lesson for item in answer.items)
    world.expect(right, "wrong answer", f"ListItems gives {len(answer.items)} items")


async def list_lessons(world, connection):
    request = world.contract.message("ListLessonsRequest", title="base")
    answer = await connection.call(LESSON, "ListLessons", request, "fiszka.v1.ListLessonsResponse")
    right = [lesson.id for lesson in answer.lessons] == [world.base_lesson]
    world.expect(right, "wrong answer", f"ListLessons gives {len(answer.lessons)} lessons")


async def together(calls):
    """Awaits all calls, also when one of them fails, and then fails as the first did."""
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def reader(world, chance):
    """Short reads, up to 8 at once."""
    async with await connect(world, world.unix) as connection:
        for _ in range(chance.randint(1, 6)):
            calls = [chance.choice((check, ping, list_items, list_lessons)) for _ in range(chance.randint(1, 8))]
            await together([call(world, connection) for call in calls])


async def prober(world, chance):
    """The same over TCP, where only what anyone may call is answered."""
    async with await connect(world, world.tcp) as connection:
        for _ in range(chance.randint(1, 8)):
            await together([chance.choice((check, ping))(world, connection) for _ in range(chance.randint(1, 8))])


async def expiring(world, chance):
    """Calls whose deadline is over at once or soon: the answer or DEADLINE_EXCEEDED, once."""
    async with await connect(world, world.unix) as connection:
        request = world.contract.message("ListItemsRequest", lesson_id=world.base_lesson, page_size=500)
        for _ in range(4):
            timeouts = [chance.choice((1e-6, 2e-4, 1e-3, 5e-3)) for _ in range(6)]
            calls = [(timeout, connection.start(LESSON, "ListItems", request, timeout)[1]) for timeout in timeouts]
            for timeout, future in calls:
                code = await code_of(world, future, "ListItems with a deadline", timeout)
                world.outcomes[f"deadline: {'expired' if code else 'answered'}"] += 1
                world.expect(code in (OK, DEADLINE_EXCEEDED), "wrong answer", f"a call with a deadline ends with {code}")


async def canceller(world, chance):
    """Calls that are cancelled at once: the answer or CANCELLED, once."""
    async with await connect(world, world.unix) as connection:
        request = world.contract.message("ListItemsRequest", lesson_id=world.base_lesson, page_size=500)
        for _ in range(chance.randint(2, 10)):
            stream, future = connection.start(LESSON, "ListItems", request, 20)
            await connection.cancel(stream)
            code = await code_of(world, future, "a cancelled call", 20)
            world.outcomes[f"cancel: {'cancelled' if code else 'answered'}"] += 1
            world.expect(code in (OK, CANCELLED), "wrong answer", f"a cancelled call ends with {code}")


async def code_of(world, future, name, timeout):
    try:
        await world.answer_of(future, name, timeout)
        return OK
    except Failed as failure:
        return failure.code


async def watcher(world, chance):
    """A watch without end, which is cancelled or left by closing the connection."""
    async with await connect(world, world.unix) as connection:
        request = world.contract.types["grpc.health.v1.HealthCheckRequest"]()
        stream, queue = connection.start(HEALTH, "Watch", request, 0, streams=True)
        first = await world.answer_of(queue.get(), "Watch", 20)
        if isinstance(first, Exception):
            raise first
        status = world.contract.types["grpc.health.v1.HealthCheckResponse"].FromString(first).status
        world.expect(status == SERVING, "wrong answer", f"a watch begins with {status}")
        await together([ping(world, connection) for _ in range(chance.randint(1, 20))])
        if chance.random() < 0.7:
            cancelled = await connection.cancel(stream)
            world.expect(cancelled.was_running, "wrong answer", "a watch is not running when it is cancelled")
            last = await world.answer_of(queue.get(), "the end of Watch", 20)
            right = isinstance(last, Failed) and last.code == CANCELLED
            world.expect(right, "wrong answer", f"a cancelled watch ends with {last}")
            world.outcomes["watch: cancelled"] += 1


async def importer(world, chance):
    """A small list from file to lesson, and often back."""
    number = next(world.numbers)
    title, rows = f"soak {number}", chance.randint(5, 40)
    lines = ["english,polish"] + [f"word {number} {row},słowo {number} {row}" for row in range(rows)]
    content = "\n".join(lines).encode()
    async with await connect(world, world.unix) as connection:
        world.lessons[title] = None
        try:
            await one_import(world, chance, connection, title, rows, content)
        except Lost:
            world.uncertain[title] = rows
            raise


async def one_import(world, chance, connection, title, rows, content):
    message = world.contract.message

    async def call(method, **fields):
        request = message(f"{method}Request", **fields)
        return await connection.call(IMPORT, method, request, f"fiszka.v1.{method}Response")

    target = message("ImportTarget", new_lesson_title=title)
    half = len(content) // 2
    record = (await call("CreateImport", filename=f"{title}.csv", target=target, content=content[:half])).record
    world.expect(record.filename == f"{title}.csv", "wrong answer", f"{title} was made as {record.filename}")
    chunk = await call("UploadImportChunk", import_id=record.id, offset=half, data=content[half:])
    world.expect(chunk.received_bytes == len(content), "wrong answer", f"{title}: {chunk.received_bytes} bytes received")
    digest = hashlib.sha256(content).digest()
    finished = await call("FinishImportUpload", import_id=record.id, size_bytes=len(content), sha256=digest)
    world.expect(finished.record.total_rows == rows, "wrong answer", f"{title}: {finished.record.total_rows} of {rows} rows")
    end = chance.random()
    if end < 0.3:
        await call("DiscardImport", import_id=record.id)
        world.outcomes["import: discarded"] += 1
        return
    world.uncertain[title] = rows
    committed = (await call("CommitImport", import_id=record.id)).record
    inserted = committed.result.inserted_items
    world.expect(
        committed.id == record.id and inserted == rows, "wrong answer", f"{title}: {inserted} of {rows} words inserted")
    if end < 0.9:
        undone = await call("UndoImport", import_id=record.id)
        world.expect(undone.removed_items == rows, "wrong answer", f"{title}: {undone.removed_items} words removed by undo")
        world.outcomes["import: undone"] += 1
    else:
        world.lessons[title] = rows
        world.outcomes["import: kept"] += 1
    del world.uncertain[title]
