"""Contract in, C and Swift out. Called by scripts/generate, which says how."""

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2, text_format

import c_output
import rules
from schema import Schema
from swift_messages import message_list_body, messages_body
from swift_services import Service, method_table_body, service_body
from swift_writer import file_text
from targets import TARGETS

POLICY = "fiszka/rpc/v1/policy.proto"


def load_policy_module(proto_root, folder):
    """Compiles policy.proto for this run, so that its options can be read by name."""
    subprocess.run(["protoc", f"-I{proto_root}", "-I/usr/include", f"--python_out={folder}", POLICY], check=True)
    sys.path.insert(0, str(folder))
    return importlib.import_module("fiszka.rpc.v1.policy_pb2")


def policies_of(descriptor_set, vendored_path, policy_pb2):
    """Every method's policy by full name; a vendored method's idempotency is written into its options."""
    vendored = policy_pb2.VendoredPolicies()
    text_format.Parse(Path(vendored_path).read_text(), vendored)
    rest = {entry.method: entry for entry in vendored.policies}
    policies = {}
    for file in descriptor_set.file:
        for service in file.service:
            for method in service.method:
                name = f"{file.package}.{service.name}/{method.name}"
                if method.options.HasExtension(policy_pb2.policy):
                    policies[name] = method.options.Extensions[policy_pb2.policy]
                elif name in rest:
                    entry = rest.pop(name)
                    policies[name] = entry.policy
                    # The policy's own enum has the numbers of the standard one.
                    method.options.idempotency_level = entry.idempotency
    if rest:
        raise rules.Refused("\n".join(f"{name}: vendored-policy.textproto names a method that does not exist." for name in rest))
    return policies


def write_target(target, schema, policies, descriptor_set, stripped_path, output):
    files = [file for file in schema.files if file.proto.package in target.packages]
    if not files:
        return
    c_folder = Path(output, target.c_folder)
    c_output.write_c(target, files, stripped_path, c_folder)
    if target.descriptor_set:
        c_output.write_descriptor_set(target, descriptor_set, target.packages + target.embedded, c_folder)
    folder = Path(output, target.swift_folder, "Generated")
    folder.mkdir(parents=True)
    services = []
    for file in files:
        body = messages_body(file, schema)
        base = Path(file.proto.name).stem
        if body:
            name = "".join(part.title() for part in base.removesuffix("_messages").split("_")) + "Messages.swift"
            path = Path(folder, name)
            if path.exists():
                raise rules.Refused(f"{file.proto.name}: its Swift file {name} would replace another one: rename the proto file.")
            path.write_text(file_text(file.proto.name, imports_of(target, file, schema), body))
        for index in range(len(file.proto.service)):
            service = Service(file, index, schema, policies)
            services.append(service)
            text = file_text(service.source, service_imports(target), service_body(service))
            Path(folder, f"{service.swift}.swift").write_text(text)
    if target.method_table:
        text = file_text("the contract", service_imports(target), method_table_body(target.method_table, services))
        Path(folder, f"{target.method_table}.swift").write_text(text)


def write_message_list(schema, output):
    """Every message type of every target, for what has to meet all of them."""
    lists = [message for message in schema.every_message() if message.module and not message.is_map_entry]
    modules = {message.module for message in lists} | {"ProtobufCSupport"}
    folder = Path(output, "Tests/FuzzDecoders/Generated")
    folder.mkdir(parents=True)
    Path(folder, "MessageTypes.swift").write_text(file_text("the contract", modules, message_list_body(lists), access=""))


def imports_of(target, file, schema):
    if not file.messages:
        return set()
    modules = {target.c, "ProtobufCSupport"}
    common = next(other for other in TARGETS if other.swift == "CommonProto")
    uses_common = any(schema_package(name) in common.packages for name in file.proto.dependency)
    if uses_common and target.swift != "CommonProto":
        modules.add("CommonProto")
    return modules


def schema_package(file_name):
    return ".".join(file_name.split("/")[:-1])


def service_imports(target):
    return set() if target.swift == "TTRPC" else {"TTRPC"}


def generate(roots, vendored_path, output):
    """Writes every target below `output`."""
    with tempfile.TemporaryDirectory() as scratch:
        policy_pb2 = load_policy_module(roots[0], scratch)
        set_path = Path(scratch, "contract.pb")
        c_output.compile_descriptor_set(roots, set_path)
        descriptor_set = descriptor_pb2.FileDescriptorSet.FromString(set_path.read_bytes())
        # What is embedded stays as protoc made it: reflection serves the files as they are published.
        published = descriptor_pb2.FileDescriptorSet.FromString(set_path.read_bytes())
        policies = policies_of(descriptor_set, vendored_path, policy_pb2)
        schema = Schema(descriptor_set)
        rules.check(schema, policies)
        stripped_path = Path(scratch, "stripped.pb")
        stripped_path.write_bytes(c_output.stripped(descriptor_set).SerializeToString())
        for target in TARGETS:
            write_target(target, schema, policies, published, stripped_path, output)
        write_message_list(schema, output)


def main():
    root, output = sys.argv[1:3]
    try:
        generate([f"{root}/proto", f"{root}/Tests/Proto"], f"{root}/proto/vendored-policy.textproto", output)
    except rules.Refused as refusal:
        sys.exit(f"The contract breaks the generator's rules:\n{refusal}")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{failure.cmd[0]} failed with exit code {failure.returncode}: see its message above.")


if __name__ == "__main__":
    main()
