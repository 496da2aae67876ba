/// The text of one SQL statement, made of literals only.
///
/// So no value can get into it, and what connections keep prepared is bounded by the program's own text: GRDB's statement
/// cache, which has no bound, sees nothing else.
struct Query: Sendable {
  let text: String

  init(_ parts: StaticString...) {
    text = parts.map(\.description).joined()
  }

  /// `head`, then `part` so many times with commas between: an INSERT of several rows.
  init(_ head: StaticString, repeating part: StaticString, count: Int) {
    text = head.description + Array(repeating: part.description, count: count).joined(separator: ", ")
  }
}
