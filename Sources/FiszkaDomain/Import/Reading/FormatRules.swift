/// Decides whether a file is CSV or JSON.
enum FormatRules {
  /// - Parameters:
  ///   - text: the start of the file as UTF-8.
  ///   - override: what a person says; a choice of JSON leaves open whether it is an array or lines.
  static func decide(_ text: ArraySlice<UInt8>, override: ImportFormat?) -> Decision<ImportFormat> {
    let start = text.drop(while: ScalarClass.isASCIISpace)
    if let override {
      let isObject = start.first == UInt8(ascii: "{")
      return Decision(override == .json && isObject ? .jsonLines : override, reason: "Chosen by hand.")
    }
    let next = start.dropFirst().first { !ScalarClass.isASCIISpace($0) }
    switch (start.first, next) {
    case (UInt8(ascii: "["), UInt8(ascii: "{")), (UInt8(ascii: "["), UInt8(ascii: "]")):
      return Decision(.json, reason: "The file starts like a JSON array of objects.")
    case (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")):
      return Decision(.jsonLines, reason: "The file starts with a JSON object.")
    default:
      return Decision(.csv, reason: "The file does not start like JSON.")
    }
  }
}
