/// How espeak-ng is run.
package struct EspeakSettings: Sendable {
  /// Path of `fiszka-espeak`; nil, or one where there is no program: the command is used.
  package var worker: String?
  /// The command of the package espeak-ng: a path, or a name that PATH finds.
  package var command = "espeak-ng"
  /// Processes that speak at once, from 1.
  package var processes = 2
  /// Callers that may wait for one of them.
  package var queue = 64
  /// Longest time for one text, in milliseconds; a process that takes longer is killed.
  package var timeoutMilliseconds = 3_000

  package init(worker: String?) {
    self.worker = worker
  }
}
