#!/usr/bin/python3 -B
"""Signs in once from a given source address and prints how it ended: code, reason, seconds to wait, milliseconds taken.

  attempt.py SOURCE PORT EMAIL PASSWORD
"""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common"))

from ttrpc_client import Client, field, fields  # noqa: E402  (the path above comes first)


def attempt(source, port, email, password):
    request = field(1, email.encode()) + field(2, password.encode())
    client = Client.tcp(port, source)
    start = time.monotonic()
    response = client.exchange("fiszka.v1.AuthService", "SignIn", request)
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
