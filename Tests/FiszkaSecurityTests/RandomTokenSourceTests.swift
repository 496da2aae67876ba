import FiszkaDomain
import Testing

@testable import FiszkaSecurity

struct RandomTokenSourceTests {
  private let source = RandomTokenSource()

  @Test func aTokenHas43CharactersAndIsKeptAsItsHash() throws {
    let (text, hash) = source.makeToken()
    #expect(text.utf8.count == 43)
    #expect(
      text.utf8.allSatisfy {
        Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber || "-_".utf8.contains($0)
      })
    #expect(hash.bytes == SHA256.digest(Array(text.utf8)))
    #expect(source.hash(ofToken: text) == hash)
  }

  @Test func noTwoTokensAreTheSame() {
    #expect(Set((0..<1_000).map { _ in source.makeToken().text }).count == 1_000)
  }

  @Test func whatCannotBeATokenHasNoHash() {
    let token = source.makeToken().text
    // The last character carries two bits that are zero.
    for text in [
      "", "Bearer", String(token.dropLast()), token + "A", token.dropLast() + "_", token.dropLast() + "+",
      "\0" + token.dropLast(),
    ] {
      #expect(source.hash(ofToken: String(text)) == nil, "\(text)")
    }
  }
}
