import FiszkaDomain
import Glibc
import TTRPC

extension Address {
  /// Whether it stands for every address of this machine, also in the short forms that the system takes, such as "0".
  var isWildcard: Bool {
    guard case .tcp(let host, _) = self else { return false }
    if let address = IPAddress(host) { return address.isWildcard }
    var four = in_addr()
    return inet_aton(host, &four) == 1 && four.s_addr == 0
  }

  /// "localhost" as 127.0.0.1, whatever the resolver says.
  var withNumericLocalhost: Address {
    guard case .tcp(let host, let port) = self, host.lowercased() == "localhost" else { return self }
    return .tcp(host: "127.0.0.1", port: port)
  }
}
