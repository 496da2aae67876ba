"""What the generator refuses: what protobuf-c cannot do safely, and methods whose policy is missing or contradicts itself."""

from google.protobuf import descriptor_pb2

import names
from schema import Field, is_message, is_repeated
from targets import GENERATION_ONLY, KNOWN_GOOGLE

LONGEST_RUN_LIMIT_MILLISECONDS = 86_400_000


class Refused(Exception):
    """The contract breaks a rule; the text says where and what to do."""


def check(schema, policies):
    """Raises Refused with every broken rule, one a line."""
    problems = []
    for file in schema.files:
        problems += _file_problems(file.proto)
    for message in schema.every_message():
        problems += _message_problems(message, schema)
    for file in schema.files:
        for service in file.proto.service:
            for method in service.method:
                name = f"{file.proto.package}.{service.name}/{method.name}"
                problems += [f"{name}: {text}" for text in _policy_problems(method, policies.get(name), schema)]
    if problems:
        raise Refused("\n".join(sorted(problems)))


def _file_problems(file):
    own = file.name.startswith("google/protobuf/")
    problems = []
    if file.syntax != "proto3":
        problems.append(f"{file.name}: only proto3 is supported: its presence rules are the ones that the wrapper knows.")
    for imported in [] if own else file.dependency:
        if imported.startswith("google/protobuf/") and imported not in KNOWN_GOOGLE + GENERATION_ONLY:
            problems.append(f"{file.name}: {imported} has a JSON form of its own that is not supported; use another type.")
    return problems


def _message_problems(message, schema):
    problems = []
    for field in message.proto.field:
        name = f"{message.full_name}.{field.name}"
        if field.proto3_optional:
            problems.append(f"{name}: protobuf-c knows no proto3 optional: use a oneof of one member.")
        if field.type == Field.TYPE_GROUP:
            problems.append(f"{name}: groups are not supported: use a message.")
    for member in _members_of_protobuf_c(message) & {names.c_field(field.name) for field in message.proto.field}:
        problems.append(f"{message.full_name}.{member}: this is protobuf-c's own member of the C struct: choose another name.")
    if _reaches(message, message.full_name, schema, set()):
        problems.append(f"{message.full_name}: recursive messages are refused: nothing bounds their depth in protobuf-c.")
    return problems


def _members_of_protobuf_c(message):
    counts = {"n_" + names.c_field(field.name) for field in message.proto.field if is_repeated(field)}
    cases = {names.c_field(oneof.name) + "_case" for oneof in message.proto.oneof_decl}
    return {"base"} | counts | cases


def _reaches(message, goal, schema, seen):
    for field in message.proto.field:
        if not is_message(field):
            continue
        inner = schema.message(field.type_name)
        if inner.full_name == goal:
            return True
        if inner.full_name not in seen:
            seen.add(inner.full_name)
            if _reaches(inner, goal, schema, seen):
                return True
    return False


def _policy_problems(method, policy, schema):
    if policy is None:
        return ["no policy: add option (fiszka.rpc.v1.policy), or an entry in vendored-policy.textproto."]
    problems = []
    streams = method.client_streaming or method.server_streaming
    if policy.access == 0:
        problems.append("policy.access is required.")
    if (policy.access == 3) != policy.HasField("owner"):
        problems.append("policy.owner goes with ACCESS_OWNER, and only with it.")
    if policy.access == 3 and not _owner_field_exists(method, policy.owner, schema):
        problems.append(f"policy.owner.field \"{policy.owner.field}\" is not an int64 field of {method.input_type}.")
    if streams == (policy.execution_class != 0):
        problems.append("policy.execution_class is required for unary methods and unset for streams.")
    if not 0 <= policy.longest_run_milliseconds <= LONGEST_RUN_LIMIT_MILLISECONDS:
        problems.append(f"policy.longest_run_milliseconds is at most {LONGEST_RUN_LIMIT_MILLISECONDS}.")
    if policy.longest_run_milliseconds == 0 and not method.server_streaming:
        problems.append("policy.longest_run_milliseconds is required for all but watches.")
    if policy.audit_action and not policy.audit_action.replace(".", "").replace("_", "").islower():
        problems.append("policy.audit_action is written as area.verb in lower case.")
    for use in [*policy.reads, *policy.writes]:
        if not use.table or not use.columns:
            problems.append("policy.reads and policy.writes name a table and at least one column each.")
    idempotency = descriptor_pb2.MethodOptions
    if policy.writes and method.options.idempotency_level == idempotency.NO_SIDE_EFFECTS:
        problems.append("a method that writes is not NO_SIDE_EFFECTS.")
    return problems


def _owner_field_exists(method, owner, schema):
    message = schema.message(method.input_type)
    *outer, last = owner.field.split(".")
    for name in outer:
        field = next((field for field in message.proto.field if field.name == name), None)
        if field is None or not is_message(field) or is_repeated(field):
            return False
        message = schema.message(field.type_name)
    return any(field.name == last and field.type == Field.TYPE_INT64 and not is_repeated(field) for field in message.proto.field)
