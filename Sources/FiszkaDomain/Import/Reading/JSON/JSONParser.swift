/// Reads the objects of a JSON file, piece by piece, whatever the pieces are.
///
/// An array holds objects; other values in it are invalid rows. Without an array there is an object on every line, and what is
/// broken on a line ends with it. Values follow RFC 8259; more or fewer commas than it asks for are passed over, since no row
/// is lost by them. What objects nest is passed over and reported.
///
/// In an array, reading goes on after a broken object where an object starts on a line of its own. Where that would pass over
/// other objects, and where the file ends inside the array, the whole file is refused: half a list is not what anybody meant.
///
/// Memory: one key and one value.
package struct JSONParser: Sendable {
  /// Most bytes of a key; longer ones are cut, so that they are nobody's.
  package static let maximumKeyBytes = 256
  /// How deep values may nest in an object.
  package static let maximumDepth = 64
  static let maximumScalarBytes = 1_000

  enum State {
    case beforeArray, betweenElements, behindArray
    case beforeKey, beforeColon, beforeValue, behindValue
    case betweenListElements
    case string, escape, hexadecimal
    case scalar
    case nested, nestedString, nestedEscape
    case lost
  }

  /// Where a value belongs.
  enum Place {
    case element, member, list
  }

  let isArray: Bool
  var state: State
  /// Line that the next byte stands on, from 1.
  var line: Int64 = 1
  var isAfterCR = false
  /// True when only white space has come since the line began.
  var isAtLineStart = true
  var isInElement = false
  var place = Place.element
  var isKey = false
  var key: [UInt8] = []
  var text: [UInt8] = []
  var isTextCut = false
  /// A number or word that is read.
  var scalar: [UInt8] = []
  /// Elements that the list has so far.
  var listCount = 0
  var listHoldsOther = false
  /// The digits of a `\u` escape so far.
  var escapedUnit: UInt32 = 0
  var escapedDigits = 0
  /// The first half of a surrogate pair.
  var highSurrogate: UInt32?
  /// Open brackets of what is passed over, the innermost last: true for a brace.
  var brackets: [Bool] = []
  /// What reading has lost its way over.
  var lostReason = ""
  /// True when the broken object has swallowed the start of another one.
  var hasLostObject = false
  var lostLine: Int64 = 0
  var lastLostByte: UInt8 = 0

  /// - Parameter format: `json` or `jsonLines`.
  package init(format: ImportFormat) {
    isArray = format == .json
    state = isArray ? .beforeArray : .betweenElements
  }

  /// Reads one piece; objects in it go to `sink`.
  package mutating func feed(
    _ bytes: UnsafeRawBufferPointer, into sink: inout some JSONSink
  ) throws(ImportReadingError) {
    let input = bytes.bindMemory(to: UInt8.self)
    var position = 0
    while position < input.count {
      switch state {
      case .string: position = readString(input, position, into: &sink)
      case .escape, .hexadecimal: position = readEscape(input, position, into: &sink)
      case .scalar: position = readScalar(input, position, into: &sink)
      case .nestedString, .nestedEscape: position = readNestedString(input, position, into: &sink)
      case .lost: position = try readLost(input, position)
      default:
        let byte = input[position]
        if passSpace(byte, into: &sink) {
          position += 1
        } else if try readToken(byte, into: &sink) {
          isAtLineStart = false
          position += 1
        }
      }
    }
  }

  /// Ends the file.
  package mutating func finish(into sink: inout some JSONSink) throws(ImportReadingError) {
    if !isArray {
      // A line break ends whatever is open.
      return try withUnsafeBytes(of: UInt8(0x0A)) { bytes throws(ImportReadingError) in try feed(bytes, into: &sink) }
    }
    if state == .behindArray || (state == .lost && lastLostByte == UInt8(ascii: "]")) { return }
    throw .jsonSyntax(line: line, reason: "the file ends before its array does, so rows are missing")
  }

  /// True when `byte` is white space between tokens.
  private mutating func passSpace(_ byte: UInt8, into sink: inout some JSONSink) -> Bool {
    switch byte {
    case 0x20, 0x09:
      isAfterCR = false
      return true
    case 0x0A, 0x0D:
      if !isArray && isInElement {
        lose("the object does not end on its line", into: &sink)
        return false
      }
      passLineBreak(byte)
      return true
    default:
      isAfterCR = false
      return false
    }
  }

  mutating func passLineBreak(_ byte: UInt8) {
    if byte == 0x0D || !isAfterCR { line += 1 }
    isAfterCR = byte == 0x0D
    isAtLineStart = true
  }
}
