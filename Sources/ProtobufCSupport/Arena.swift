public import CProtobufC
import Glibc

/// A bump allocator with a cap on the memory it holds, for one decode or one encode: protobuf-c allocates from it, nothing is
/// freed one by one, and everything goes when the scope of `withArena` ends.
///
/// The first bytes come from the caller's stack, so that an ordinary message costs no heap allocation; further blocks double
/// in size. Valid only inside the closure that received it, on that thread.
@usableFromInline
package struct Arena: ~Copyable {
  /// What one decode may use unless told otherwise: 32 MiB. A 4 MiB frame of empty sub-messages would cost 240 MiB.
  @usableFromInline package static let defaultLimitBytes = 32 << 20

  @usableFromInline let state: UnsafeMutablePointer<ArenaState>

  @inlinable
  init(_ state: UnsafeMutablePointer<ArenaState>) {
    self.state = state
  }

  /// True once an allocation was refused for the cap: a nil from protobuf-c then means too large, not malformed.
  @inlinable package var limitWasHit: Bool { state.pointee.limitWasHit }

  /// Bytes given out so far, alignment included.
  package var usedBytes: Int { state.pointee.usedBytes }

  /// The cap in bytes.
  package var limitBytes: Int { state.pointee.limitBytes }

  /// Uninitialized memory for `count` values, or an error at the cap. A count of 0 gives nil, as protobuf-c wants it.
  package func allocate<T>(_ type: T.Type, count: Int) throws(ProtobufError) -> UnsafeMutablePointer<T>? {
    if count == 0 { return nil }
    let (size, overflow) = MemoryLayout<T>.stride.multipliedReportingOverflow(by: count)
    return try allocate(bytes: overflow ? .max : size).bindMemory(to: type, capacity: count)
  }

  /// Uninitialized memory for one value, or an error at the cap.
  @inlinable
  package func allocate<T>(_ type: T.Type) throws(ProtobufError) -> UnsafeMutablePointer<T> {
    try allocate(bytes: MemoryLayout<T>.stride).bindMemory(to: type, capacity: 1)
  }

  @usableFromInline
  func allocate(bytes: Int) throws(ProtobufError) -> UnsafeMutableRawPointer {
    guard let memory = state.pointee.allocate(bytes) else { throw .memoryLimitExceeded(limitBytes: limitBytes) }
    return memory
  }

  /// Calls `body` with the allocator that protobuf-c takes. Its pointer lives as long as the call.
  @inlinable
  package func withAllocator<R>(_ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> R) -> R {
    var allocator = allocator
    return body(&allocator)
  }

  @usableFromInline var allocator: ProtobufCAllocator {
    ProtobufCAllocator(
      alloc: { data, size in data.unsafelyUnwrapped.assumingMemoryBound(to: ArenaState.self).pointee.allocate(size) },
      free: { _, _ in },
      allocator_data: UnsafeMutableRawPointer(state)
    )
  }
}

/// Runs `body` with an arena that is released afterwards, whatever happens.
@inlinable
package func withArena<R>(
  limitBytes: Int = Arena.defaultLimitBytes,
  _ body: (borrowing Arena) throws(ProtobufError) -> R
) throws(ProtobufError) -> R {
  // More than 1 KiB would come from the heap.
  let outcome = withUnsafeTemporaryAllocation(byteCount: 1024, alignment: ArenaState.alignment) { stack in
    var state = ArenaState(firstBlock: stack, limitBytes: limitBytes)
    defer { state.releaseBlocks() }
    return withUnsafeMutablePointer(to: &state) { pointer in
      do throws(ProtobufError) {
        return Result<R, ProtobufError>.success(try body(Arena(pointer)))
      } catch {
        return .failure(error)
      }
    }
  }
  return try outcome.get()
}

/// The arena's bookkeeping. Its address is what protobuf-c hands back on each allocation.
@usableFromInline
struct ArenaState {
  @usableFromInline static var alignment: Int { 16 }
  private static let firstHeapBlockBytes = 16 << 10
  private static let largestGrowthBytes = 4 << 20

  private var next: UnsafeMutableRawPointer
  private var remaining: Int
  private var nextBlockBytes = Self.firstHeapBlockBytes
  /// Heap blocks, each starting with the address of the one before: a list that needs no allocation of its own.
  private var lastBlock: UnsafeMutableRawPointer?
  /// Memory taken, used or not: what the cap bounds.
  private var heldBytes: Int
  private(set) var usedBytes = 0
  @usableFromInline private(set) var limitWasHit = false
  let limitBytes: Int

  @usableFromInline
  init(firstBlock: UnsafeMutableRawBufferPointer, limitBytes: Int) {
    next = firstBlock.baseAddress.unsafelyUnwrapped  // Never empty: withArena asks for 1 KiB.
    remaining = min(firstBlock.count, limitBytes)
    heldBytes = remaining
    self.limitBytes = limitBytes
  }

  mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    guard size >= 0, size <= limitBytes else {
      limitWasHit = true
      return nil
    }
    // Zero bytes still need an address of their own: nil would read as "out of memory".
    let rounded = (max(size, 1) + Self.alignment - 1) & ~(Self.alignment - 1)
    if rounded > remaining && !addBlock(holding: rounded) {
      limitWasHit = true
      return nil
    }
    defer {
      next += rounded
      remaining -= rounded
      usedBytes += rounded
    }
    return next
  }

  private mutating func addBlock(holding size: Int) -> Bool {
    let header = Self.alignment
    let bytes = min(max(size + header, nextBlockBytes), limitBytes - heldBytes)
    guard bytes >= size + header, let block = malloc(bytes) else { return false }
    block.storeBytes(of: lastBlock, as: UnsafeMutableRawPointer?.self)
    lastBlock = block
    next = block + header
    remaining = bytes - header
    heldBytes += bytes
    nextBlockBytes = min(nextBlockBytes * 2, Self.largestGrowthBytes)
    return true
  }

  @usableFromInline
  mutating func releaseBlocks() {
    while let block = lastBlock {
      lastBlock = block.load(as: UnsafeMutableRawPointer?.self)
      free(block)
    }
  }
}
