import FiszkaAPI
import FiszkaDomain
import NIOCore
import ProtobufCSupport
import TTRPC

/// The part of a list that a request asks for, as common.proto defines paging.
struct PageQuery {
  /// Most entries on one page.
  static let maximumSize = 500
  /// The entries of one page have at most this many bytes, unless there is only one.
  static let maximumBytes = 512 << 10
  /// How many entries are read at a time, so that large ones do not fill the memory before they are counted.
  private static let step = 100

  private let size: Int
  private let after: PageCursor?
  private let filter: String

  /// - Parameters:
  ///   - filter: everything that chooses entries and order: a token is good for this list only.
  /// - Throws: REQUEST_INVALID for a negative size, PAGE_TOKEN_INVALID for a token of another list.
  init(size: Int32, token: String, filter: String) throws(RPCError) {
    if size < 0 { throw .invalid(field: "page_size", "is not negative; 0 means 50.") }
    self.size = size == 0 ? PageRequest.defaultLimit : min(Int(size), Self.maximumSize)
    self.filter = filter
    if token.isEmpty {
      after = nil
      return
    }
    guard let cursor = PageToken.cursor(from: token, filter: filter) else {
      throw RPCError(
        .invalidArgument, .pageTokenInvalid,
        "page_token belongs to another list or filter, or is no token; start again without one.")
    }
    after = cursor
  }

  /// Reads entries until the page is full or would have too many bytes.
  ///
  /// - Parameters:
  ///   - key: by which the list is ordered.
  /// - Returns: the entries, and the token of the next page; empty at the end.
  func collect<Entry, Message: ProtobufMessage>(
    _ read: (PageRequest) throws(StoreError) -> Page<Entry>, key: (Entry) -> Int64, convert: (Entry) -> Message
  ) throws -> (messages: [Message], nextToken: String) {
    var messages: [Message] = []
    var bytes = 0
    var last = after
    while true {
      let page = try read(PageRequest(limit: min(Self.step, size - messages.count), after: last))
      for entry in page.items {
        let message = convert(entry)
        bytes += try message.encodedByteCount()
        if bytes > Self.maximumBytes, !messages.isEmpty, let last { return (messages, token(last)) }
        messages.append(message)
        last = PageCursor(lastKey: key(entry))
      }
      guard let next = page.next else { return (messages, "") }
      last = next
      if messages.count >= size { return (messages, token(next)) }
    }
  }

  private func token(_ cursor: PageCursor) -> String {
    PageToken.text(for: cursor, filter: filter)
  }
}

extension ProtobufMessage {
  /// Bytes of the encoding, with what an enclosing repeated field adds.
  func encodedByteCount() throws(ProtobufError) -> Int {
    var buffer = ByteBuffer()
    try encode(into: &buffer)
    return buffer.readableBytes + 1 + ByteBuffer.varintLength(of: UInt64(buffer.readableBytes))
  }
}
