import Glibc

/// What a leak would make more.
struct OpenResources {
  let descriptors: Int
  let threads: Int

  init() throws {
    descriptors = try Self.entries(of: "/proc/self/fd")
    threads = try Self.entries(of: "/proc/self/task")
  }

  /// Whether nothing is more than it was.
  func isWithin(_ earlier: OpenResources) -> Bool {
    descriptors <= earlier.descriptors && threads <= earlier.threads
  }

  private static func entries(of path: String) throws -> Int {
    guard let folder = opendir(path) else { throw SystemCallFailed(call: "opendir", code: errno) }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }
}
