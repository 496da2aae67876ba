import FiszkaDomain
import Testing

struct CallerTests {
  @Test(arguments: [
    (Caller(accountID: 7, role: .user), Int64(7), true),
    (Caller(accountID: 7, role: .user), 8, false),
    (Caller(accountID: 7, role: .admin), 8, true),
    (Caller.system, 8, true),
    (Caller.system.outsideAdminNetwork, 8, false),
    (Caller(accountID: 7, role: .admin).outsideAdminNetwork, 7, true),
  ])
  func ownersAndAdminsMayChange(caller: Caller, ownerID: Int64, mayChange: Bool) {
    #expect(caller.mayChange(whatBelongsTo: ownerID) == mayChange)
  }

  @Test func anAdminActsAsOneOnlyInTheAdminNetwork() {
    #expect(Caller.system.mayActAsAdmin)
    #expect(!Caller.system.outsideAdminNetwork.mayActAsAdmin)
    #expect(!Caller(accountID: 7, role: .user).mayActAsAdmin)
    #expect(Caller.system.outsideAdminNetwork.role == .admin)
  }
}
