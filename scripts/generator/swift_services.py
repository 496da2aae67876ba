"""Swift for one service: its protocol, method descriptors, registration and client."""

import json

import names
from schema import Comments
from swift_writer import Writer

ACCESS = {1: ".anyone", 2: ".learner", 4: ".admin"}
EXECUTION = {
    0: "nil", 1: ".inline", 2: ".tryInline", 3: ".worker", 4: ".long", 5: ".hashing", 6: ".tryInlineSpeech",
}
IDEMPOTENCY = {0: None, 1: ".noSideEffects", 2: ".idempotent"}
TRY_INLINE = (2, 6)


class Method:
    """One method with what the templates need."""

    def __init__(self, proto, policy, schema, comment):
        self.proto, self.policy, self.comment = proto, policy, comment
        self.swift = names.quoted(names.lower_camel(proto.name))
        self.request = schema.message(proto.input_type).swift
        self.response = schema.message(proto.output_type).swift
        self.kind = {
            (False, False): "unary", (True, False): "clientStreaming", (False, True): "serverStreaming",
            (True, True): "bidirectional",
        }[proto.client_streaming, proto.server_streaming]

    @property
    def tries_inline(self):
        return self.policy.execution_class in TRY_INLINE

    @property
    def try_name(self):
        return "try" + self.proto.name


class Service:
    """One service of a file."""

    def __init__(self, file, index, schema, policies):
        proto = file.proto.service[index]
        self.full_name = f"{file.proto.package}.{proto.name}"
        self.swift = proto.name if proto.name.endswith("Service") else proto.name + "Service"
        self.source = file.proto.name
        comments: Comments = file.comments
        self.comment = comments.at((6, index))
        self.methods = [
            Method(method, policies[f"{self.full_name}/{method.name}"], schema, comments.at((6, index, 2, position)))
            for position, method in enumerate(proto.method)
        ]

    @property
    def table(self):
        return self.swift + "Methods"


def service_body(service):
    writer = Writer()
    _protocol(writer, service)
    _descriptors(writer, service)
    _registration(writer, service)
    _client(writer, service)
    return writer.text()


def _signature(method, name=None, optional=False):
    """The handler's form in the service protocol."""
    name = name or method.swift
    request, response = method.request, method.response
    if method.kind == "unary":
        result = response + ("?" if optional else "")
        return f"func {name}(_ request: {request}, _ call: CallContext) throws(RPCError) -> {result}"
    parameters = {
        "serverStreaming": f"_ request: {request}, _ responses: MessageWriter<{response}>, _ call: CallContext",
        "clientStreaming": f"_ requests: MessageStream<{request}>, _ call: CallContext",
        "bidirectional": f"_ requests: MessageStream<{request}>, _ responses: MessageWriter<{response}>, _ call: CallContext",
    }[method.kind]
    result = f" -> {response}" if method.kind == "clientStreaming" else ""
    return f"func {name}({parameters}) async throws(RPCError){result}"


def _protocol(writer, service):
    writer.comment(service.comment)
    with writer.block(f"package protocol {service.swift}: Sendable"):
        for method in service.methods:
            writer.blank()
            writer.comment(method.comment)
            writer.line(_signature(method))
            if method.tries_inline:
                writer.blank()
                writer.comment([
                    f"The form of `{method.swift}` for the event loop: never blocks, answers from memory, or gives nil to have",
                    "the other form called on its lane.",
                ])
                writer.line(_signature(method, method.try_name, optional=True))


def _descriptors(writer, service):
    writer.blank()
    writer.comment([f"The methods of {service.full_name} with their policies."])
    with writer.block(f"package enum {service.table}"):
        for method in service.methods:
            writer.comment([f"{service.full_name}/{method.proto.name}"])
            arguments = [f'service: "{service.full_name}"', f'method: "{method.proto.name}"', f"kind: .{method.kind}"]
            idempotency = IDEMPOTENCY[method.proto.options.idempotency_level]
            if idempotency:
                arguments.append(f"idempotency: {idempotency}")
            arguments.append(f"policy: {_policy(method.policy)}")
            writer.line(f"package static let {method.swift} = MethodDescriptor({', '.join(arguments)})")
            writer.blank()
        writer.comment(["Every method, in the contract's order."])
        every = ", ".join(method.swift for method in service.methods)
        writer.line(f"package static let all: [MethodDescriptor] = [{every}]")


def _policy(policy):
    access = ACCESS.get(policy.access)
    if access is None:
        access = f'.owner(resource: "{policy.owner.resource}", field: "{policy.owner.field}")'
    arguments = [f"access: {access}"]
    if policy.stories:
        arguments.append(f"stories: {_strings(policy.stories)}")
    for label, uses in (("reads", policy.reads), ("writes", policy.writes)):
        if uses:
            rows = ", ".join(f'.init("{use.table}", {_strings(use.columns)})' for use in uses)
            arguments.append(f"{label}: [{rows}]")
    if policy.audit_action:
        arguments.append(f'auditAction: "{policy.audit_action}"')
    arguments.append(f"executionClass: {EXECUTION[policy.execution_class]}")
    limit = policy.longest_run_milliseconds
    arguments.append(f"longestRun: {f'.milliseconds({limit})' if limit else 'nil'}")
    return f"MethodPolicy({', '.join(arguments)})"


def _strings(values):
    return json.dumps(list(values), ensure_ascii=False)


def _registration(writer, service):
    name = names.lower_camel(service.swift)
    writer.blank()
    with writer.block("extension ServiceRegistration"):
        writer.comment([f"Serves {service.full_name} by `service`."])
        with writer.block(f"package static func {name}(_ service: some {service.swift}) -> ServiceRegistration"):
            writer.line(f'ServiceRegistration(service: "{service.full_name}", methods: [')
            for method in service.methods:
                descriptor = f"{service.table}.{method.swift}"
                if method.tries_inline:
                    handlers = f"service.{method.try_name}, orWorker: service.{method.swift}"
                    writer.line(f"  .tryInline({descriptor}, {handlers}),")
                else:
                    writer.line(f"  .{method.kind}({descriptor}, service.{method.swift}),")
            writer.line("])")


def _client(writer, service):
    writer.blank()
    writer.comment([f"Calls {service.full_name} over a channel; usable from any task."])
    with writer.block(f"package struct {service.swift}Client: Sendable"):
        writer.line("private let channel: any ClientChannel")
        writer.blank()
        with writer.block("package init(_ channel: any ClientChannel)"):
            writer.line("self.channel = channel")
        for method in service.methods:
            writer.blank()
            writer.comment(method.comment)
            _client_method(writer, service, method)


def _client_method(writer, service, method):
    descriptor = f"{service.table}.{method.swift}"
    request = f"_ request: {method.request}, "
    if method.kind == "unary":
        result, body = method.response, f"try await channel.unary({descriptor}, request, options: options)"
    elif method.kind == "serverStreaming":
        result = f"MessageStream<{method.response}>"
        body = f"MessageStream(try await channel.open({descriptor}, request, options: options))"
    else:
        call = "ClientStreamingCall" if method.kind == "clientStreaming" else "BidirectionalCall"
        result = f"{call}<{method.request}, {method.response}>"
        body = f"{call}(try await channel.open({descriptor}, options: options))"
        request = ""
    with writer.block(
        f"package func {method.swift}({request}options: CallOptions = .init()) async throws(RPCError) -> {result}"
    ):
        writer.line(body)


def method_table_body(name, services):
    """The table over all services of a target."""
    writer = Writer()
    writer.comment(["Every method of this contract with its policy: what authorization, audit, traceability and dispatch read."])
    with writer.block(f"package enum {name}"):
        writer.comment(["Every method, service by service."])
        tables = " + ".join(f"{service.table}.all" for service in services)
        writer.line(f"package static let all: [MethodDescriptor] = {tables}")
    return writer.text()
