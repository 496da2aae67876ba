import Testing

@testable import FiszkaDomain

struct EmailAddressTests {
  @Test(arguments: [
    "ola@example.org", "ola.nowak+fiszka@mail.example.org", "o@x", "ola@localhost", "!#$%&'*+-/=?^_`{|}~@example.org",
    "zażółć@gęślą.example", "ola@xn--gl-pja2t.example", "用户@例子.公司", "ola@1.example", "a@" + String(repeating: "b", count: 63),
    String(repeating: "l", count: 64) + "@example.org",
  ])
  func anAddressIsTaken(text: String) {
    #expect(EmailAddress(text)?.text == text)
  }

  @Test(arguments: [
    "", "ola", "@", "ola@", "@example.org", "ola@@example.org", "ola@example.org@x", "ola nowak@example.org", "ola@exa mple.org",
    ".ola@example.org", "ola.@example.org", "o..la@example.org", "ola@.example", "ola@example.", "ola@exam..ple", "ola@-example",
    "ola@example-", "ola@exa_mple", "\"ola\"@example.org", "ola@[127.0.0.1]", "ola\0@example.org", "ola@example\n.org",
    "ola@exam\u{AD}ple.org", "o\u{200B}la@example.org", "ola@\u{1F600}.example", "ola,ala@example.org", "<ola@example.org>",
    "a@" + String(repeating: "b", count: 64), String(repeating: "l", count: 65) + "@example.org",
    "a@" + Array(repeating: String(repeating: "b", count: 60), count: 5).joined(separator: "."),
    String(repeating: " ", count: 600) + "ola@example.org",
  ])
  func whatIsNoAddressIsRefused(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func spacesAroundAndCaseDoNotMatter() {
    let first = EmailAddress("  Łucja@Example.ORG\n")
    #expect(first?.text == "Łucja@Example.ORG")
    #expect(first?.key == EmailAddress("łucja@example.org")?.key)
    #expect(first?.key != EmailAddress("lucja@example.org")?.key)
    // Composed or not.
    #expect(EmailAddress("z\u{307}@x")?.key == EmailAddress("ż@x")?.key)
  }
}
