"""The server under load: its process, what it holds, and what its database says in the end."""

import dataclasses
import json
import pathlib
import signal
import sqlite3
import subprocess
import time


class SoakError(Exception):
    """What went wrong and what to do about it, for one line on standard error."""


@dataclasses.dataclass
class Sample:
    """What the server holds at rest."""

    calls: int
    descriptors: int
    threads: int
    resident_kib: int
    peak_kib: int


class Server:
    def __init__(self, program, folder):
        self.socket, self.data, self.log = f"{folder}/s.sock", pathlib.Path(folder, "data"), pathlib.Path(folder, "log")
        arguments = ["serve", "--unix", self.socket, "--tcp", "127.0.0.1:0", "--data", str(self.data)]
        self._output = open(self.log, "wb")
        try:
            self.process = subprocess.Popen(
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output)
        except OSError as error:
            raise SoakError(f"cannot start {program}: {error}; scripts/quickstart builds it") from error
        self.port = self._wait_until_ready()

    def _wait_until_ready(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SoakError(f"the server ended at once: {self.log.read_text()[-500:]}")
            for line in self.log.read_text().splitlines():
                if '"ready"' in line:
                    addresses = json.loads(line)["metadata"]["addresses"]
                    return int(next(address for address in addresses if address.startswith("tcp:")).rsplit(":", 1)[1])
            time.sleep(0.01)
        self.process.kill()
        raise SoakError("the server is not ready after 20 s")

    def open_connections(self):
        """Connections that the kernel still knows on either of the server's addresses, the listeners not counted."""
        unix = pathlib.Path("/proc/net/unix").read_text().splitlines()
        # The accepted side carries the path; 01 in the sixth column is a listener's or unconnected socket's state.
        count = sum(1 for line in unix if line.endswith(f" {self.socket}") and line.split()[5] == "03")
        port = f":{self.port:04X}"
        for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            count += fields[1].endswith(port) and fields[3] not in ("0A", "06")
        return count

    def sample(self, calls):
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        kib = {name: int(status[name].split()[0]) for name in ("Threads", "VmRSS", "VmHWM")}
        return Sample(calls, len(list((folder / "fd").iterdir())), kib["Threads"], kib["VmRSS"], kib["VmHWM"])

    def cpu_seconds(self):
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def complaints(self):
        """Log lines of level error and above."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if '"level":"error"' in line or '"level":"critical"' in line or line[:1] != "{"]

    def stop(self):
        """SIGTERM; the exit code, or None when it does not end."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            return None

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._output.close()

    def words_by_lesson(self):
        """Title → words of every lesson that is not deleted, as the database has it after the server has ended."""
        file = next(self.data.glob("*.db"), None) or next(self.data.glob("*.sqlite*"))
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        rows = database.execute(
            "SELECT l.title, COUNT(i.id) FROM lessons l LEFT JOIN lesson_items i ON i.lesson_id = l.id"
            " WHERE NOT l.is_deleted GROUP BY l.id").fetchall()
        broken = database.execute("PRAGMA integrity_check").fetchone()[0]
        database.close()
        return rows, broken
