import Configuration
import Glibc
import ProtoDynamic

/// The configuration file: one JSON object with the settings' names.
struct SettingsFile {
  private static let limitBytes = 1 << 20

  let snapshot: JSONSnapshot

  init(_ path: String) throws(StartFailure) {
    let bytes = try Self.read(path)
    try Self.check(bytes, path)
    do {
      snapshot = try JSONSnapshot(data: bytes.span.bytes, providerName: path, parsingOptions: .default)
    } catch {
      throw StartFailure("The configuration file \(path) cannot be used: \(error)")
    }
  }

  /// Refuses what swift-configuration would pass over: unknown names, repeated names, true for 1.
  private static func check(_ bytes: [UInt8], _ path: String) throws(StartFailure) {
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONParser.parse(bytes)
    } catch {
      throw StartFailure("The configuration file \(path) is not JSON. \(error)")
    }
    guard case .object(let members) = value else {
      throw StartFailure("The configuration file \(path) must hold one JSON object: {\"data\": \"/srv/fiszka\"}.")
    }
    for member in members {
      guard let setting = Setting.all.first(where: { $0.name == member.name }), setting.name != Setting.config.name else {
        throw StartFailure(
          "\"\(member.name)\" in \(path) is no setting: names are those of the options in fiszkad serve --help, without dashes.")
      }
      guard setting.accepts(member.value) else {
        throw StartFailure("\"\(setting.name)\" in \(path) must be \(setting.expected).")
      }
    }
  }

  private static func read(_ path: String) throws(StartFailure) -> [UInt8] {
    guard let file = fopen(path, "re") else {
      throw StartFailure("The configuration file \(path) cannot be opened: \(StartFailure.systemError()).")
    }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: limitBytes + 1) { memory, count in
      count = fread(memory.baseAddress, 1, memory.count, file)
    }
    if ferror(file) != 0 {
      throw StartFailure("The configuration file \(path) cannot be read: \(StartFailure.systemError()).")
    }
    if bytes.count > limitBytes { throw StartFailure("The configuration file \(path) is longer than \(limitBytes) bytes.") }
    return bytes
  }
}

extension Setting {
  fileprivate func accepts(_ value: JSONValue) -> Bool {
    switch (kind, value) {
    case (.text, .string), (.number, .number): true
    case (.list, .array(let elements)):
      elements.allSatisfy { element in
        if case .string = element { true } else { false }
      }
    default: false
    }
  }
}
