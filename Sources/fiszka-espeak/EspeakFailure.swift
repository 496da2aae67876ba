/// Why the library did not do what was asked.
enum EspeakFailure: Error, Hashable {
  /// It does not start: its data are missing.
  case notInstalled
  /// There is no English voice of that language.
  case unknownVoice
  /// It refused a voice that it lists, or broke off; its own code.
  case refused(Int32)
  /// More sound than one answer may carry.
  case tooLong
}

extension EspeakFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .notInstalled: "libespeak-ng cannot read its data: install the package espeak-ng-data"
    case .unknownVoice: "there is no such English voice"
    case .refused(let code): "libespeak-ng answers with \(code)"
    case .tooLong: "the text takes more than \(EspeakLibrary.maximumSeconds) s"
    }
  }
}
