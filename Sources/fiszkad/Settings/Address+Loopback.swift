import Glibc
import TTRPC

extension Address {
  /// The address if only this machine reaches it, else nil. "localhost" becomes 127.0.0.1, whatever the resolver says.
  var onLoopback: Address? {
    guard case .tcp(let host, let port) = self else { return self }
    if host.lowercased() == "localhost" { return .tcp(host: "127.0.0.1", port: port) }
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 ? self : nil }
    var six = in6_addr()
    guard inet_pton(AF_INET6, host, &six) == 1 else { return nil }
    return withUnsafeBytes(of: &six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 } ? self : nil
  }
}
