import Configuration
import FoundationEssentials

/// The places that settings come from, the first that has one wins: options, environment, file.
///
/// Layers are asked one by one rather than through a `ConfigReader`, which takes a value that does not convert for an absent
/// one and does not say where a value came from.
struct SettingLayers {
  /// A value and the place it stands in, as errors name it.
  struct Found<Value> {
    let value: Value
    let place: String
  }

  private struct Layer {
    let snapshot: any ConfigSnapshot
    let place: (Setting) -> String
  }

  private var layers: [Layer]
  /// Variables that look like settings of this program and are none.
  let unknownVariables: [String]

  init(_ flags: ServeFlags, environment: [String: String] = ProcessInfo.processInfo.environment) throws(StartFailure) {
    let given = environment.filter { !$0.value.isEmpty }
    // FISZKA_ADDRESS is the client's.
    let known = Set(Setting.all.map(\.variable) + ["FISZKA_ADDRESS", Setting.externalKeyVariable])
    unknownVariables = given.keys.filter { $0.hasPrefix("FISZKA_") && !known.contains($0) }.sorted()
    let variables = EnvironmentVariablesProvider(environmentVariables: given).prefixKeys(with: "fiszka")
    layers = [
      Layer(snapshot: InMemoryProvider(values: flags.values).snapshot(), place: \.flag),
      Layer(snapshot: variables.snapshot(), place: \.variable),
    ]
    if let path = try text(.config)?.value {
      let file = try SettingsFile(path)
      layers.append(Layer(snapshot: file.snapshot) { "\"\($0.name)\" in \(path)" })
    }
  }

  /// A text, or nil where none is set.
  func text(_ setting: Setting) throws(StartFailure) -> Found<String>? {
    guard let found = try find(setting, .string), case .string(let text) = found.value else { return nil }
    return Found(value: text, place: found.place)
  }

  /// Texts, or nil where none are set.
  func list(_ setting: Setting) throws(StartFailure) -> Found<[String]>? {
    guard let found = try find(setting, .stringArray), case .stringArray(let texts) = found.value else { return nil }
    return Found(value: texts, place: found.place)
  }

  /// A number within the setting's range, by default its default.
  func number(_ setting: Setting) throws(StartFailure) -> Int {
    guard case .number(let range, let standard) = setting.kind else { preconditionFailure("\(setting.name) is no number") }
    guard let found = try find(setting, .int), case .int(let number) = found.value else { return standard }
    guard range.contains(number) else {
      throw StartFailure("\(found.place) must be \(setting.expected), not \(number).")
    }
    return number
  }

  private func find(_ setting: Setting, _ type: ConfigType) throws(StartFailure) -> Found<ConfigContent>? {
    for layer in layers {
      do {
        if let value = try layer.snapshot.value(forKey: setting.key, type: type).value {
          return Found(value: value.content, place: layer.place(setting))
        }
      } catch {
        throw StartFailure("\(layer.place(setting)) must be \(setting.expected).")
      }
    }
    return nil
  }
}
