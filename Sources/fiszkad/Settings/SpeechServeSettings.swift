import FiszkaDomain
import FiszkaSpeech
import FoundationEssentials
import Glibc

/// The settings of speech, checked.
struct SpeechServeSettings {
  let espeak: EspeakSettings
  /// Nil: there is none; so for the others.
  let coqui: CoquiSettings?
  let piper: PiperSettings?
  let external: ExternalSettings?
  let clips: ClipLimits
  /// New clips an hour and learner; 0: any number.
  let quota: Int

  init(
    _ layers: SettingLayers, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(StartFailure) {
    var espeak = EspeakSettings(worker: try layers.text(.espeakWorker)?.value ?? Self.besideThisProgram("fiszka-espeak"))
    espeak.processes = try layers.number(.espeakProcesses)
    self.espeak = espeak
    let timeout = try layers.number(.engineTimeout)
    let times = HTTPTimes(
      connectMilliseconds: min(2_000, timeout), totalMilliseconds: timeout, firstMilliseconds: timeout * 4)
    if let url = try Self.url(.coquiURL, layers) {
      var settings = CoquiSettings(url: url)
      settings.times = times
      coqui = settings
    } else {
      coqui = nil
    }
    if let url = try Self.url(.piperURL, layers) {
      var settings = PiperSettings(url: url)
      settings.times = times
      piper = settings
    } else {
      piper = nil
    }
    external = try Self.external(layers, environment)
    var clips = ClipLimits()
    clips.diskBytes = Int64(try layers.number(.clipMiB)) << 20
    clips.memoryBytes = Int64(try layers.number(.clipMemoryMiB)) << 20
    clips.retention = .seconds(Int64(try layers.number(.clipDays)) * 86_400)
    self.clips = clips
    quota = try layers.number(.speechQuota)
  }

  private static func external(
    _ layers: SettingLayers, _ environment: [String: String]
  ) throws(StartFailure) -> ExternalSettings? {
    guard let url = try url(.externalURL, layers) else { return nil }
    var settings = ExternalSettings(url: url, key: try key(layers, environment))
    if let model = try layers.text(.externalModel) {
      guard (1...100).contains(model.value.utf8.count) else { throw StartFailure("\(model.place) must be the name of a model.") }
      settings.model = model.value
    }
    let timeout = try layers.number(.externalTimeout)
    settings.times = HTTPTimes(
      connectMilliseconds: min(3_000, timeout), totalMilliseconds: timeout, firstMilliseconds: timeout)
    return settings
  }

  private static func key(
    _ layers: SettingLayers, _ environment: [String: String]
  ) throws(StartFailure) -> ProviderKey? {
    if let file = try layers.text(.externalKeyFile) {
      do throws(ProviderKeyFault) {
        return try ProviderKey.read(file: file.value)
      } catch {
        throw StartFailure("\(file.place): \(error)")
      }
    }
    guard let text = environment[Setting.externalKeyVariable], !text.isEmpty else { return nil }
    if let key = ProviderKey(text) { return key }
    throw StartFailure("\(Setting.externalKeyVariable) holds no key: it is to be one word of printable ASCII characters.")
  }

  private static func url(_ setting: Setting, _ layers: SettingLayers) throws(StartFailure) -> EndpointURL? {
    guard let text = try layers.text(setting) else { return nil }
    if let url = EndpointURL(text.value) { return url }
    throw StartFailure(
      "\(text.place) must be an address such as http://127.0.0.1:5000, without name, password and query, not \"\(text.value)\".")
  }

  /// A program in the folder of this one; nil where the system does not say which that is.
  private static func besideThisProgram(_ name: String) -> String? {
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(resolved) }
    let path = String(cString: resolved)
    return path.lastIndex(of: "/").map { "\(path[..<$0])/\(name)" }
  }
}
