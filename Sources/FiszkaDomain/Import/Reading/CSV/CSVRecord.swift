/// One record of a CSV file: its fields as UTF-8 bytes. The parser uses one again and again; keep what you need of it.
package struct CSVRecord: Sendable {
  /// Most bytes of one field.
  package static let maximumFieldBytes = 65_536
  /// Most bytes of all fields of a record.
  package static let maximumRecordBytes = 1 << 20
  /// Most fields of a record.
  package static let maximumFields = 256

  /// What was odd or wrong. The fields then hold what could be read.
  package struct Findings: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// A quoted field is open at the end of the file, longer than a field may be, or closed on a later line with text behind
    /// the quote; reading went on with the line after its opening quote.
    package static let quoteNotClosed = Findings(rawValue: 1)
    /// A field was cut to `maximumFieldBytes`.
    package static let fieldTooLarge = Findings(rawValue: 2)
    /// The record was cut to `maximumRecordBytes`.
    package static let recordTooLarge = Findings(rawValue: 4)
    /// Fields beyond `maximumFields` were left out.
    package static let tooManyFields = Findings(rawValue: 8)
    /// Text stands behind a closing quote; it was added to the field.
    package static let textAfterQuote = Findings(rawValue: 16)
  }

  /// Line of the file that the record starts on, from 1.
  package internal(set) var lineNumber: Int64 = 1
  package internal(set) var findings: Findings = []
  /// The fields one after another.
  var bytes: [UInt8] = []
  /// Where each field ends in `bytes`.
  var ends: [Int] = []

  package var fieldCount: Int { ends.count }

  /// The bytes of one field; valid until the closure returns.
  package func withField<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    let end = ends[index]
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
  }

  /// The text of one field.
  package func text(_ index: Int) -> String {
    withField(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// True when field `index` has nothing but spaces and tabs.
  package func isBlank(_ index: Int) -> Bool {
    withField(index) { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
  }
}
