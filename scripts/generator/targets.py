"""Which proto package becomes which C and Swift target."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One pair of generated targets."""

    # Swift target; its generated files go to <swift_folder>/Generated.
    swift: str
    swift_folder: str
    # C target, wholly generated.
    c: str
    c_folder: str
    # Proto packages, each in exactly one target: two would define the same C symbols.
    packages: tuple
    # Name of the method table, or None where there are no services.
    method_table: str | None = None
    # C function that gives the embedded descriptor set of these packages and their imports, or None.
    descriptor_set: str | None = None
    # Packages whose files are embedded beside the target's own.
    embedded: tuple = ()


TARGETS = (
    Target(
        swift="CommonProto", swift_folder="Sources/CommonProto", c="CCommonProto", c_folder="Sources/CCommonProto",
        packages=("google.protobuf", "google.rpc"),
    ),
    Target(
        swift="TTRPC", swift_folder="Sources/TTRPC", c="CTTRPCProto", c_folder="Sources/CTTRPCProto",
        packages=("grpc.health.v1", "grpc.reflection.v1", "fiszka.rpc.v1"), method_table="TTRPCMethodTable",
    ),
    Target(
        swift="FiszkaAPI", swift_folder="Sources/FiszkaAPI", c="CFiszkaProto", c_folder="Sources/CFiszkaProto",
        packages=("fiszka.v1",), method_table="FiszkaMethodTable", descriptor_set="fiszka_descriptor_set",
        embedded=("grpc.health.v1", "grpc.reflection.v1", "fiszka.rpc.v1", "google.rpc"),
    ),
    Target(
        swift="EspeakAPI", swift_folder="Sources/EspeakAPI", c="CEspeakProto", c_folder="Sources/CEspeakProto",
        packages=("fiszka.espeak.v1",),
    ),
    Target(
        swift="TestAPI", swift_folder="Tests/TestAPI", c="CTestProto", c_folder="Tests/CTestProto",
        packages=("fiszka.test.v1",), method_table="TestMethodTable", descriptor_set="fiszka_test_descriptor_set",
        embedded=("google.rpc",),
    ),
)

# Files that only the generator reads: they never become C or Swift.
GENERATION_ONLY = ("fiszka/rpc/v1/policy.proto", "google/protobuf/descriptor.proto")

# Imports from google.protobuf that the JSON mapping and the Swift types know.
KNOWN_GOOGLE = (
    "google/protobuf/any.proto", "google/protobuf/timestamp.proto", "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
)

# Swift names are the proto names, except where they would shadow a type of Swift's own or say too little alone.
SWIFT_NAMES = {
    "google.protobuf.Any": "ProtobufAny",
    "google.protobuf.Timestamp": "ProtobufTimestamp",
    "google.protobuf.Duration": "ProtobufDuration",
    "google.protobuf.Empty": "ProtobufEmpty",
    "google.rpc.Status": "RPCStatus",
    "google.rpc.Code": "RPCStatusCode",
    "grpc.reflection.v1.ErrorResponse": "ReflectionErrorResponse",
    "grpc.reflection.v1.ServiceResponse": "ReflectionServiceResponse",
    "grpc.reflection.v1.ExtensionRequest": "ReflectionExtensionRequest",
    "grpc.reflection.v1.FileDescriptorResponse": "ReflectionFileDescriptorResponse",
    "grpc.reflection.v1.ExtensionNumberResponse": "ReflectionExtensionNumberResponse",
    "grpc.reflection.v1.ListServiceResponse": "ReflectionListServiceResponse",
}


def module_of(package):
    """The Swift module of a proto package; "" for one that is in no target."""
    return next((target.swift for target in TARGETS if package in target.packages), "")
