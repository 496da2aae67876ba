"""A server under measurement: its process, its CPU time, its memory."""

import pathlib
import shlex
import socket
import subprocess
import time


class BenchError(Exception):
    """What went wrong and what to do about it, for one line on standard error."""


def fill(command, cpu, **values):
    """The words of a command line, its {placeholders} filled in, tied to one CPU where one is given."""
    try:
        words = [word.format(**values) for word in shlex.split(command)]
    except (KeyError, IndexError, ValueError) as error:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise BenchError(f"the command {command!r} cannot be filled in ({error}); it may name {known}") from error
    return words if cpu is None else ["taskset", "-c", str(cpu), *words]


class Server:
    """Starts `command` (with {socket} and {data} filled in) in `folder`, and waits until it takes connections."""

    def __init__(self, name, command, folder, cpu=None):
        self.name = name
        self.socket = folder / f"{name}.sock"
        data = folder / f"{name}.data"
        data.mkdir(exist_ok=True)
        self.socket.unlink(missing_ok=True)
        arguments = fill(command, cpu, socket=self.socket, data=data)
        self._log = open(folder / f"{name}.log", "wb")
        try:
            # The open pipe lets a server end with this program, even when it is killed.
            self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=self._log, stderr=self._log)
        except OSError as error:
            raise BenchError(f"cannot start server {name}: {error}; build it, or name it with --server-{name}") from error
        self._wait_until_ready()

    @property
    def address(self):
        return f"unix:{self.socket}"

    def _wait_until_ready(self, patience=10):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise BenchError(f"server {self.name} ended at once: {self._log_tail()}")
            try:
                self.connect().close()
                return
            except OSError:
                time.sleep(0.01)
        self.stop()
        raise BenchError(f"server {self.name} took no connection within {patience} s: {self._log_tail()}")

    def _log_tail(self):
        return pathlib.Path(self._log.name).read_text(errors="replace")[-500:].strip() or "it wrote nothing"

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(10)
        connection.connect(str(self.socket))
        return connection

    def cpu_nanoseconds(self):
        """CPU time of all threads that the process has and had, exact to the moment.

        The clock of another process as clock_getcpuclockid(3) makes its id: the complement of the pid, then the bits
        for "whole process, scheduler's clock".
        """
        return time.clock_gettime_ns((~self._process.pid << 3) | 2)

    def resident_bytes(self):
        for line in pathlib.Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                return int(line.split()[1]) * 1024
        raise BenchError(f"the memory of server {self.name} cannot be read")

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdin.close()
        self._log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
