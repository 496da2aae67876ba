"""Interleaved rounds: every client in every mode against both servers, the order turned round each time."""

import json
import subprocess

from servers import BenchError, Server, fill

# name → connections, calls in flight on each
MODES = {"1 at a time": (1, 1), "64 in flight": (1, 64), "64 connections": (64, 1)}
# before the name of a client that only calls server A, to be compared with Go's at both ends
OWN = "our "
# name → CPU of the server, CPU of the client
PLACEMENTS = {"free": (None, None), "pinned": (0, 1)}


def run_json(arguments, what):
    """Runs a program whose last line on standard output is a JSON object, and returns that."""
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=600)
    except OSError as error:
        raise BenchError(f"cannot run {what}: {error}") from error
    if done.returncode != 0 or not done.stdout.strip():
        raise BenchError(f"{what} failed with {done.returncode}: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def run_client(server, command, mode, options, cpu):
    """One measurement. The server's CPU time is taken around the whole run of the client and divided by all its calls:
    connecting is a few hundred microseconds of it, and any client that counts its calls can be used."""
    connections, in_flight = MODES[mode]
    load = {"connections": connections, "in_flight": in_flight, "seconds": options.seconds, "warmup": options.warmup}
    arguments = fill(command, cpu, address=server.address, **load)
    before = server.cpu_nanoseconds()
    result = run_json(arguments, f"the client against server {server.name}, {mode},")
    spent = server.cpu_nanoseconds() - before
    result["cpu_us"] = spent / 1000 / result["calls_total"]
    return result


def run_rounds(placement, options, folder, progress):
    """All rounds of one placement. Returns rows with placement, client, mode, server, round and the measures."""
    server_cpu, client_cpu = PLACEMENTS[placement]
    rows = []

    def keep(client, mode, server, result):
        rows.append({"placement": placement, "client": client, "mode": mode, "server": server, "round": number, **result})

    with (
        Server("a", options.server_a, folder, server_cpu) as a,
        Server("b", options.server_b, folder, server_cpu) as b,
    ):
        for number in range(options.rounds):
            progress(f"{placement}, round {number + 1} of {options.rounds}")
            keep("pingpong", "1 at a time", "floor", run_floor(options, server_cpu, client_cpu))
            for client, command in options.clients.items():
                for mode in MODES:
                    for server in (a, b) if number % 2 == 0 else (b, a):
                        keep(client, mode, server.name, run_client(server, command, mode, options, client_cpu))
            for client, command in options.own_clients.items():
                for mode in MODES:
                    keep(f"{OWN}{client}", mode, "a", run_client(a, command, mode, options, client_cpu))
    return rows


def run_floor(options, server_cpu, client_cpu):
    arguments = [str(options.pingpong), str(options.seconds)]
    if server_cpu is not None:
        arguments += [str(server_cpu), str(client_cpu)]
    return run_json(arguments, "the ping-pong in C")
