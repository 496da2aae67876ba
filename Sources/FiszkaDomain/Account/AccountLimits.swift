/// How many accounts a server is meant for.
package enum AccountLimits {
  /// Beyond so many accounts the admin is warned.
  package static let comfortable: Int64 = 20

  /// What the admin should know when there are so many accounts; empty: nothing.
  package static func warning(count: Int64) -> String {
    count <= comfortable
      ? "" : "There are \(count) accounts; this server is meant for up to \(comfortable). Delete those that nobody uses."
  }
}
