import NIOCore
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct InboundQueueTests {
  let taken = Recorder<Int>()
  let queue: InboundQueue

  init() {
    queue = InboundQueue { [taken] in taken.append($0) }
  }

  private static let aborted = RPCError(.aborted, "Once more.")

  @Test func messagesComeInOrderBeforeAndAfterTheReaderAsks() async throws {
    for number in 0..<3 { queue.append(ByteBuffer(bytes: [UInt8(number)])) }
    for number in 0..<3 { #expect(try await queue.next() == ByteBuffer(bytes: [UInt8(number)])) }
    let reader = Task { [queue] in try await queue.next() }
    queue.append(ByteBuffer(bytes: [9, 9]))
    #expect(try await reader.value == ByteBuffer(bytes: [9, 9]))
    #expect(taken.events == [1, 1, 1, 2])
  }

  @Test func whatWaitsIsReadBeforeTheEndGoodOrBad() async throws {
    for end in [.success(()), .failure(Self.aborted)] as [Result<Void, RPCError>] {
      let queue = InboundQueue { _ in }
      queue.append(ByteBuffer(bytes: [1]))
      queue.end(end)
      // Neither another end nor another message counts.
      queue.end(.failure(.connectionClosed))
      queue.append(ByteBuffer(bytes: [2]))
      #expect(queue.hasEnded)
      #expect(try await queue.next() == ByteBuffer(bytes: [1]))
      for _ in 0..<2 {
        let last = await outcome { try await queue.next() }
        #expect(last.failure?.code == end.failure?.code)
      }
    }
  }

  @Test func readerThatWaitsLearnsTheEnd() async throws {
    for end in [.success(()), .failure(Self.aborted)] as [Result<Void, RPCError>] {
      let queue = InboundQueue { _ in }
      let reader = Task { await outcome { try await queue.next() } }
      queue.end(end)
      #expect(await reader.value.failure?.code == end.failure?.code)
    }
  }

  @Test func givingUpComesBeforeWhatWaitsAndAfterAGoodEnd() async throws {
    queue.append(ByteBuffer(bytes: [1]))
    queue.end(.success(()))
    queue.fail(Self.aborted)
    #expect(await code { try await queue.next() } == .aborted)
    #expect(taken.events.isEmpty)
  }

  @Test func secondReaderAtOnceIsAMistake() async throws {
    let queue = queue
    let readers = (0..<2).map { _ in Task { await outcome { try await queue.next() } } }
    // Whichever came second fails at once; the other gets the message.
    let failures = Recorder<RPCError.Code?>()
    for reader in readers { Task { failures.append(await reader.value.failure?.code) } }
    #expect(await failures.until { !$0.isEmpty } == [.internal])
    queue.append(ByteBuffer(bytes: [1]))
    #expect(await failures.until { $0.count == 2 } == [.internal, nil])
  }

  @Test func shortMessageDoesNotKeepTheChunkThatItCameIn() async throws {
    var chunk = ByteBuffer(repeating: 0, count: 64 << 10)
    let message = chunk.readSlice(length: 10) ?? ByteBuffer()
    queue.append(message)
    let kept = try #require(try await queue.next())
    #expect(kept == message)
    #expect(kept.storageCapacity < 1_024)
  }
}
