extension IPAddress {
  /// No address is longer: eight groups with an IPv4 address at the end.
  static let longestText = 45

  /// Reads an address as it is written in numbers: "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1".
  ///
  /// Strict, because it decides who is trusted: nil for blanks, a port, brackets, a zone ("%eth0"), leading zeros or fewer parts
  /// in IPv4 (which some programs take for octal or for an address of another form), more than four digits in a group.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(Self.longestText + 1))
    if bytes.count > Self.longestText { return nil }
    if bytes.contains(UInt8(ascii: ":")) {
      guard let address = Self.v6(bytes[...]) else { return nil }
      self = address
    } else {
      guard let bits = Self.v4(bytes[...]) else { return nil }
      self.init(v4: bits)
    }
  }

  /// Four numbers from 0 to 255 with dots between.
  private static func v4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let number = DecimalNumber.read(part, upTo: 255) else { return nil }
      bits = bits << 8 | UInt32(number)
    }
    return bits
  }

  /// Groups with colons between; "::", at most once, stands for one or more groups of zeros.
  private static func v6(_ bytes: ArraySlice<UInt8>) -> IPAddress? {
    let colon = UInt8(ascii: ":")
    guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == colon && bytes[$0 + 1] == colon }) else {
      guard let groups = groups(bytes, mayEndInV4: true), groups.count == 8 else { return nil }
      return IPAddress(groups)
    }
    // A second gap, or a third colon, leaves an empty group, which is refused.
    guard let before = groups(bytes[..<gap], mayEndInV4: false),
      let after = groups(bytes[(gap + 2)...], mayEndInV4: true), before.count + after.count < 8
    else { return nil }
    return IPAddress(before + Array(repeating: 0, count: 8 - before.count - after.count) + after)
  }

  /// Groups of 16 bits; none where there are no bytes.
  private static func groups(_ bytes: ArraySlice<UInt8>, mayEndInV4: Bool) -> [UInt16]? {
    if bytes.isEmpty { return [] }
    let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 8, omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if mayEndInV4, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let bits = v4(part) else { return nil }
        groups += [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
      } else {
        guard let group = group(part) else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  /// One to four hexadecimal digits.
  private static func group(_ part: ArraySlice<UInt8>) -> UInt16? {
    guard (1...4).contains(part.count) else { return nil }
    var group: UInt16 = 0
    for byte in part {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      group = group << 4 | UInt16(digit)
    }
    return group
  }

  /// - Parameter groups: eight.
  private init(_ groups: [UInt16]) {
    high = groups.prefix(4).reduce(0) { $0 << 16 | UInt64($1) }
    low = groups.suffix(4).reduce(0) { $0 << 16 | UInt64($1) }
  }
}

extension IPAddress: CustomStringConvertible {
  /// As RFC 5952 writes it: lower case, the longest run of two or more zero groups as "::"; IPv4 with dots.
  package var description: String {
    if isIPv4 {
      return [24, 16, 8, 0].map { "\(low >> $0 & 0xFF)" }.joined(separator: ".")
    }
    let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) } }
    let gap = Self.longestRunOfZeros(groups)
    let text = { (groups: ArraySlice<UInt16>) in groups.map { String($0, radix: 16) }.joined(separator: ":") }
    return gap.count < 2 ? text(groups[...]) : text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
  }

  /// The first of the longest.
  private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in groups.indices {
      if groups[index] != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<(index + 1) }
    }
    return longest
  }
}
