import Glibc
import Logging

/// How many descriptors the process may have.
enum DescriptorLimit {
  /// Beside connections and the storage: listeners, event loops, the log, files that are read and written, speech engines.
  private static let reserve = 128
  /// The database file, its log, and a descriptor that SQLite keeps of a closed connection.
  private static let perReader = 3

  /// Raises the limit as far as the system lets everybody: the usual 1,024 are fewer than the connections that are allowed.
  ///
  /// - Returns: How many there may be now.
  private static func raise() -> UInt {
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    getrlimit(kind, &limit)
    if limit.rlim_cur < limit.rlim_max {
      var raised = limit
      raised.rlim_cur = limit.rlim_max
      if setrlimit(kind, &raised) == 0 { return raised.rlim_cur }
    }
    return limit.rlim_cur
  }

  /// Raises the limit, and warns when it is still too low for what the settings allow: then connections fail, and the watchdog's, too.
  static func provide(connections: Int, readers: Int, _ logger: Logger) {
    let (limit, needed) = (raise(), UInt(connections + readers * perReader + reserve))
    if limit < needed {
      logger.warning(
        "fewer descriptors than the settings may need: raise the limit (LimitNOFILE, ulimit -n) or lower connections",
        metadata: ["limit": "\(limit)", "needed": "\(needed)"])
    }
  }
}
