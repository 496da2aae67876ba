import Foundation
import Glibc

/// A password as it is hashed: composed (NFC), so that it is the same from every keyboard, and otherwise as it was typed.
///
/// NFC is what RFC 8265 does to passwords (OpaqueString); spaces of other scripts stay themselves. Its bytes are wiped when
/// nobody needs them any more, and it shows nothing of itself when it is printed.
package struct Password: Sendable {
  /// How many bytes one has, as it comes from the caller.
  package static let byteRange = 1...1_024
  /// A new one has at least so many Unicode scalars.
  package static let fewestCharacters = 10
  /// What any password must be, for errors.
  package static let rule = "has 1 to 1,024 bytes."
  /// What a new password must be, for errors.
  package static let newRule = "has 10 characters or more, and at most 1,024 bytes."

  /// In Unicode scalars.
  package let length: Int
  private let storage: Storage

  /// Nil when it is empty or too long.
  package init?(_ raw: String) {
    guard Self.byteRange.contains(raw.utf8.count) else { return nil }
    var composed = raw.precomposedStringWithCanonicalMapping
    length = composed.unicodeScalars.count
    storage = composed.withUTF8 { Storage(UnsafeRawBufferPointer($0)) }
  }

  /// A password that somebody is about to have; nil when it breaks the rule for new ones.
  package static func new(_ raw: String) -> Password? {
    Password(raw).flatMap { $0.length >= fewestCharacters ? $0 : nil }
  }

  /// Runs `body` with what is hashed: UTF-8, at least one byte. Valid only meanwhile.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(storage.bytes))
  }

  /// Bytes that are wiped at their end.
  ///
  /// Unchecked because of the pointer: the bytes never change between init and deinit.
  private final class Storage: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ source: UnsafeRawBufferPointer) {
      bytes = .allocate(byteCount: source.count, alignment: 1)
      bytes.copyMemory(from: source)
    }

    deinit {
      if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
      bytes.deallocate()
    }
  }
}

extension Password: CustomStringConvertible, CustomReflectable {
  /// Nothing of the password.
  package var description: String { "a password" }
  /// Nothing of the password.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
