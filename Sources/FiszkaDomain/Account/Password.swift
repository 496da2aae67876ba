import Foundation

/// A password as it is hashed: composed (NFC), so that it is the same from every keyboard, and otherwise as it was typed.
///
/// NFC is what RFC 8265 does to passwords (OpaqueString); spaces of other scripts stay themselves. Shows nothing of itself when
/// it is printed.
package struct Password: Sendable {
  /// How many bytes one has, as it comes from the caller.
  package static let byteRange = 1...1_024
  /// A new one has at least so many Unicode scalars.
  package static let fewestCharacters = 10
  /// What any password must be, for errors.
  package static let rule = "has 1 to 1,024 bytes."
  /// What a new password must be, for errors.
  package static let newRule = "has 10 characters or more, and at most 1,024 bytes."

  /// What is hashed.
  package let utf8: [UInt8]
  /// In Unicode scalars.
  package let length: Int

  /// Nil when it is empty or too long.
  package init?(_ raw: String) {
    guard Self.byteRange.contains(raw.utf8.count) else { return nil }
    let composed = raw.precomposedStringWithCanonicalMapping
    utf8 = Array(composed.utf8)
    length = composed.unicodeScalars.count
  }

  /// A password that somebody is about to have; nil when it breaks the rule for new ones.
  package static func new(_ raw: String) -> Password? {
    Password(raw).flatMap { $0.length >= fewestCharacters ? $0 : nil }
  }
}

extension Password: CustomStringConvertible, CustomReflectable {
  /// Nothing of the password.
  package var description: String { "a password" }
  /// Nothing of the password.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
