import ProtoDynamic
import TTRPC

extension Contract {
  /// The lines that declare whatever has that name, in full or in short.
  package func declarations(of name: String) throws(CommandFailure) -> [String] {
    var declarations = Declarations(pool)
    if name.contains("/") {
      let method = try method(named: name)
      let service = try service(named: method.descriptor.service)
      if let declared = service.method(named: method.descriptor.method) { declarations.method(declared, of: service) }
      return declarations.lines
    }
    let found = names.filter { $0.isOrEnds(with: name) }
    guard let only = found.count == 1 ? found[0] : found.first(where: { $0 == name }) else {
      if found.isEmpty { throw .usage("The contract has nothing called \"\(name)\". `rpc-cli list` shows its methods.") }
      throw .usage("\"\(name)\" may be any of \(found.joined(separator: ", ")): write more of the name.")
    }
    if let service = pool.service(named: only) {
      declarations.service(service)
    } else {
      declarations.type(only)
    }
    return declarations.lines
  }

  /// Full names of every service, message and enum.
  private var names: [String] {
    pool.files.flatMap(\.symbols).filter {
      pool.service(named: $0) != nil || pool.message(named: $0) != nil || pool.enumeration(named: $0) != nil
    }
  }
}
