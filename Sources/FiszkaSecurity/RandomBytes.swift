import CSodium

/// Bytes that nobody can guess, from the kernel.
enum RandomBytes {
  /// libsodium wants to be asked once before threads use it.
  private static let isReady = sodium_init() >= 0

  static func make(_ count: Int) -> [UInt8] {
    precondition(isReady, "libsodium found no source of randomness")
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
      randombytes_buf(bytes.baseAddress.unsafelyUnwrapped, count)
      initialized = count
    }
  }
}
