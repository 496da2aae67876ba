"""The contract's messages, made by protoc for this run."""

import importlib
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = (
    "ttrpc/request.proto", "google/rpc/status.proto", "grpc/health/v1/health.proto", "fiszka/rpc/v1/policy.proto",
    "fiszka/rpc/v1/control.proto", "fiszka/v1/lesson.proto", "fiszka/v1/import.proto", "fiszka/v1/import_messages.proto",
    "fiszka/v1/import_types.proto",
)
OK, CANCELLED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE = 0, 1, 3, 4, 8, 14

IMPORT, LESSON = "fiszka.v1.ImportService", "fiszka.v1.LessonService"
HEALTH, CONTROL = "grpc.health.v1.Health", "fiszka.rpc.v1.ControlService"


class Contract:
    """Message classes by short name, and how to write requests and read answers."""

    def __init__(self, folder):
        subprocess.run(["protoc", f"-I{ROOT}/proto", "-I/usr/include", f"--python_out={folder}", *FILES], check=True)
        sys.path.insert(0, str(folder))
        self.types = {}
        for file in FILES:
            module = importlib.import_module(file.removesuffix(".proto").replace("/", ".") + "_pb2")
            for name in module.DESCRIPTOR.message_types_by_name:
                self.types.setdefault(f"{module.DESCRIPTOR.package}.{name}", getattr(module, name))
        self.request, self.response = self.types["ttrpc.Request"], self.types["ttrpc.Response"]

    def message(self, name, **fields):
        """A message of fiszka.v1."""
        return self.types[f"fiszka.v1.{name}"](**fields)

    def envelope(self, service, method, message, timeout_nanoseconds):
        payload = message if isinstance(message, bytes) else message.SerializeToString()
        return self.request(
            service=service, method=method, payload=payload, timeout_nano=timeout_nanoseconds).SerializeToString()
