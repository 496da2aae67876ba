/// What the operator may want to know about the processes of espeak-ng.
package enum EspeakEvent: Hashable, Sendable {
  /// A process wrote a line on its standard error.
  case said(String)
  /// A process ended by itself and is replaced.
  case died
  /// A process did not answer in its time, was killed and is replaced.
  case hung
  /// There is no `fiszka-espeak` at this path: the slower command is used.
  case withoutWorker(String)
}

extension EspeakEvent: CustomStringConvertible {
  /// A phrase for a log.
  package var description: String {
    switch self {
    case .said(let line): "espeak-ng says: \(line)"
    case .died: "a process of espeak-ng ended and is replaced"
    case .hung: "a process of espeak-ng hung, was killed and is replaced"
    case .withoutWorker(let path): "there is no fiszka-espeak at \(path): the command espeak-ng is used, which takes longer"
    }
  }
}
