import ArgumentParser
import TTRPC

/// How many entries a list shows.
struct PageLimit: ParsableArguments {
  private static let largestPage = 500

  @Option(help: ArgumentHelp("Show at most this many.", valueName: "number"))
  var limit = 50

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit is 1 or more.") }
  }

  /// Asks for pages until `limit` entries are there or none are left.
  func collect<Entry>(
    _ page: (_ size: Int32, _ token: String) async throws(RPCError) -> ([Entry], next: String)
  ) async throws(CommandFailure) -> [Entry] {
    var entries: [Entry] = []
    var token = ""
    repeat {
      let size = Int32(min(limit - entries.count, Self.largestPage))
      let now = token
      let (found, next) = try await CommandFailure.wrapping { () async throws(RPCError) in try await page(size, now) }
      entries += found
      token = next
    } while !token.isEmpty && entries.count < limit
    return entries
  }
}
