/// Turns the paths of a google.protobuf.FieldMask into their JSON form and back; only what survives both ways is a path.
enum FieldMaskPath {
  /// `displayName` → `display_name`; nil when the path is empty or has an underscore.
  static func original(of path: Substring) -> String? {
    guard !path.isEmpty else { return nil }
    var result: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "_"): return nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): result += [UInt8(ascii: "_"), byte + 32]
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `display_name` → `displayName`; nil when an underscore is not before a small letter, or a capital is there already.
  static func json(of path: String) -> String? {
    var result: [UInt8] = []
    var raises = false
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "_") where !raises: raises = true
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        result.append(raises ? byte - 32 : byte)
        raises = false
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): return nil
      default:
        if raises { return nil }
        result.append(byte)
      }
    }
    return raises ? nil : String(decoding: result, as: UTF8.self)
  }
}
