import CSodium

/// Base64 without padding, by libsodium, in constant time.
enum Base64 {
  /// Which characters stand for 62 and 63.
  enum Alphabet {
    /// "+" and "/".
    case plain
    /// "-" and "_".
    case url

    fileprivate var variant: CInt {
      switch self {
      case .plain: sodium_base64_VARIANT_ORIGINAL_NO_PADDING
      case .url: sodium_base64_VARIANT_URLSAFE_NO_PADDING
      }
    }
  }

  static func encode(_ bytes: [UInt8], _ alphabet: Alphabet) -> String {
    let capacity = sodium_base64_encoded_len(bytes.count, alphabet.variant)
    let text = [CChar](unsafeUninitializedCapacity: capacity) { text, count in
      sodium_bin2base64(text.baseAddress.unsafelyUnwrapped, capacity, bytes, bytes.count, alphabet.variant)
      count = capacity - 1
    }
    return String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Nil when the text is not the one encoding of some bytes.
  static func decode(_ text: some StringProtocol, _ alphabet: Alphabet) -> [UInt8]? {
    let characters = text.utf8.map(CChar.init(bitPattern:))
    if characters.isEmpty { return [] }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: characters.count) { bytes, count in
      count = 0
      var end: UnsafePointer<CChar>?
      let code = characters.withUnsafeBufferPointer { source in
        let code = sodium_base642bin(
          bytes.baseAddress.unsafelyUnwrapped, bytes.count, source.baseAddress, source.count, nil, &count, &end, alphabet.variant)
        isWhole = code == 0 && end == source.baseAddress.map { $0 + source.count }
        return code
      }
      if code != 0 { count = 0 }
    }
    return isWhole ? bytes : nil
  }
}
