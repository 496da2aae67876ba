import Testing

@testable import FiszkaDomain

@Test func beyondTwentyAccountsTheAdminIsWarned() {
  #expect(AccountLimits.warning(count: 20).isEmpty)
  #expect(AccountLimits.warning(count: 21).contains("21"))
}
