import Glibc
import NIOCore
import TTRPC
import TTRPCWire
import TestAPI

extension CallDescription {
  /// What a handler sees of its call, from the thread that runs it.
  init(_ call: CallContext) {
    self.init(
      method: call.method.fullName, streamID: call.streamID,
      metadata: call.metadata.list().entries.map { MetadataEntry(key: $0.key, value: $0.value) },
      remainingNanoseconds: call.deadline.map { ($0 - .now()).nanoseconds }, peer: TestAPI.Peer(call.peer), runner: .current)
  }
}

extension TestAPI.Peer {
  /// The context knows no local address, so that stays empty.
  fileprivate init(_ peer: TTRPC.Peer) {
    switch peer {
    case .unix(let userID, let groupID, let processID):
      self.init(
        transport: .unix, credentials: PeerCredentials(processID: processID, userID: userID, groupID: groupID))
    case .tcp(let address):
      let host = address.ipAddress.map { Address.tcp(host: $0, port: address.port ?? 0).description }
      self.init(transport: .tcp, remoteAddress: host ?? "")
    case .unknown:
      self.init()
    }
  }
}

extension Runner {
  /// What runs the caller, told from its thread's name and from whether it is a task.
  fileprivate static var current: Runner {
    if withUnsafeCurrentTask(body: { $0 != nil }) { return .task }
    switch threadName {
    case "worker": return .worker
    case "long": return .long
    case let name where name.hasPrefix("NIO"): return .eventLoop
    default: return .unspecified
    }
  }

  private static var threadName: String {
    let file = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
    if file < 0 { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
