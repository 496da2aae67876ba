/// Numbers as addresses hold them.
enum DecimalNumber {
  /// One to three digits without needless zeros before them, as a number from 0 to `limit`; else nil.
  static func read(_ bytes: ArraySlice<UInt8>, upTo limit: Int) -> Int? {
    guard (1...3).contains(bytes.count), bytes.count == 1 || bytes.first != UInt8(ascii: "0") else { return nil }
    var number = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number <= limit ? number : nil
  }
}
