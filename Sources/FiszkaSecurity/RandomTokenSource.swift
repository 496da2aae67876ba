package import FiszkaDomain

/// Tokens of 256 bits from the kernel. They are as good as keys, so that a plain SHA-256 keeps them.
package struct RandomTokenSource: TokenSource {
  /// Characters of a token.
  private static let length = 43

  package init() {}

  package func makeToken() -> (text: String, hash: TokenHash) {
    let text = Base64.encode(RandomBytes.make(32), .url)
    guard let hash = hash(ofToken: text) else { preconditionFailure("32 bytes have 43 characters of base64url") }
    return (text, hash)
  }

  package func hash(ofToken text: String) -> TokenHash? {
    guard text.utf8.count == Self.length, Base64.decode(text, .url) != nil else { return nil }
    return TokenHash(SHA256.digest(Array(text.utf8)))
  }
}
