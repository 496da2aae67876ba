/// Metadata keys that Fiszka reads. All are optional; a client that knows none of them works.
package enum MetadataKey {
  /// "Bearer " and a session token; who sends it acts as that token's account or not at all.
  package static let authorization = "authorization"
  /// Addresses that a proxy names, nearest last, separated by commas; believed only from listed proxies.
  package static let forwardedFor = "x-forwarded-for"
  /// A name for this call in the logs of both sides; at most 64 bytes are kept.
  package static let requestID = "x-request-id"
}
