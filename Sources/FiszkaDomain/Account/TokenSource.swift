/// Makes the tokens of sessions. Safe to use from any thread.
package protocol TokenSource: Sendable {
  /// A new token: 43 characters of base64url with 256 random bits, which only the caller gets.
  func makeToken() -> (text: String, hash: TokenHash)

  /// What is kept of a token; nil when the text cannot be one. Microseconds.
  func hash(ofToken text: String) -> TokenHash?
}
