import CTestProto
import CommonProto
import NIOCore
import ProtoDynamic
import ProtobufCSupport
import TTRPCWire
import TestAPI

/// One function per decoder that meets bytes from outside, for the fuzz targets and for the tests of their seeds.
///
/// Each takes any bytes and must come back: a crash, a hang or memory without bound is what the fuzzer looks for. What a
/// decoder accepts must survive a second pass, else the process traps, which the fuzzer reports as a crash.
public enum FuzzDecoders {
  /// Every function by the name that scripts/fuzz and the folders of seeds call it.
  public static let all: [(name: String, run: @Sendable (UnsafeRawBufferPointer) -> Void)] = [
    ("messages", messages), ("frames", frames), ("envelopes", envelopes), ("json", json), ("descriptors", descriptors),
    ("text", text), ("csv", csv), ("rows", rows), ("imports", imports),
    ("addresses", addresses),
  ]

  /// Every message decoder: the first byte chooses the type.
  @Sendable public static func messages(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else { return }
    let type: any ProtobufMessage.Type = MessageTypes.all[Int(first) % MessageTypes.all.count]
    decodeTwice(type, UnsafeRawBufferPointer(rebasing: bytes.dropFirst()))
  }

  private static func decodeTwice<M: ProtobufMessage>(_ type: M.Type, _ bytes: UnsafeRawBufferPointer) {
    guard let message = try? M(decoding: bytes) else { return }
    var buffer = ByteBuffer()
    guard (try? message.encode(into: &buffer)) != nil else { return }
    precondition((try? M(decoding: buffer)) != nil, "An encoded \(M.protobufName) cannot be decoded.")
  }

  private static let contract = try? contractPool()

  private static func contractPool() throws -> DescriptorPool {
    var length = 0
    let bytes = fiszka_test_descriptor_set(&length)
    return try DescriptorPool(fileDescriptorSet: UnsafeRawBufferPointer(start: bytes, count: length))
  }

  /// Wire bytes to JSON and back from descriptors: what is printed must be read again.
  @Sendable public static func json(_ bytes: UnsafeRawBufferPointer) {
    guard let contract else { preconditionFailure("The embedded descriptor set cannot be read.") }
    let mapping = JSONMapping(contract)
    _ = try? mapping.encode(Array(bytes), as: AllKinds.protobufName)
    guard let text = try? mapping.decode(bytes, as: AllKinds.protobufName) else { return }
    do {
      _ = try mapping.encode(text, as: AllKinds.protobufName)
    } catch {
      // An Any of an unknown type is shown, for people, in a form that is not read back; times out of range likewise.
      precondition(text.contains("@type"), "Printed JSON cannot be read: \(error)")
    }
  }

  /// Serialized descriptor sets, as a server's reflection would send them.
  @Sendable public static func descriptors(_ bytes: UnsafeRawBufferPointer) {
    _ = try? DescriptorPool(fileDescriptorSet: bytes)
  }

  /// The frame decoder and a server's connection state: the first byte says into how large pieces the rest is cut.
  @Sendable public static func frames(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else { return }
    var limits = Limits()
    limits.frameBytes = 4_096
    limits.streamsPerConnection = 16
    var decoder = FrameDecoder(limitBytes: limits.frameBytes)
    var state = ServerConnectionState(limits: limits)
    var rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    while rest.count > 0 {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(first) + 1))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
      decoder.append(ByteBuffer(bytes: piece))
      while let event = decoder.next() { receive(event, &state, limits) }
    }
    precondition(state.openStreams <= limits.streamsPerConnection)
    precondition(state.waitingBytes <= limits.waitingBytesPerConnection)
  }

  private static func receive(_ event: FrameDecoder.Event, _ state: inout ServerConnectionState, _ limits: Limits) {
    guard case .frame(let frame) = event else { return }
    guard case .request(let opening) = state.receive(frame.header) else { return }
    guard let envelope = try? RequestEnvelope(decoding: frame.data, limits: limits) else { return }
    let shape: CallShape = opening == .unary ? .unary : .bidirectional
    _ = state.open(frame.header.streamID, opening, shape, messageBytes: envelope.payload?.readableBytes)
  }

  /// The envelopes of requests and responses.
  @Sendable public static func envelopes(_ bytes: UnsafeRawBufferPointer) {
    let buffer = ByteBuffer(bytes: bytes)
    let limits = Limits()
    if let request = try? RequestEnvelope(decoding: buffer, limits: limits) {
      precondition(request.message.readableBytes <= bytes.count)
      _ = request.metadata.list()
      _ = (request.service, request.method)
    }
    if let response = try? ResponseEnvelope(decoding: buffer, limits: limits) {
      precondition(response.status.message.utf8.count <= limits.statusMessageBytes)
    }
  }
}
