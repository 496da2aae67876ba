/// How a file's bytes stand for text. The raw value goes over the wire and into the database.
package enum TextEncoding: String, Hashable, Sendable, Codable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1250 = "windows-1250"
  case iso8859Part2 = "iso-8859-2"
}
