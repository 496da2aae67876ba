/// Metadata keys that Fiszka reads. All are optional; a client that knows none of them works.
package enum MetadataKey {
  /// The caller's session token; who sends it acts as that token's account or not at all.
  package static let authorization = "authorization"
  /// Addresses that proxies add, nearest last, separated by commas; believed only from listed proxies.
  package static let forwardedFor = "x-forwarded-for"
  /// The caller's name for this call, for the logs of both sides.
  package static let requestID = "x-request-id"
}
