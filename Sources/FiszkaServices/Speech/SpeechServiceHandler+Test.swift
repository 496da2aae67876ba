package import FiszkaAPI
import FiszkaDomain
package import TTRPC

extension SpeechServiceHandler {
  private static let mostRuns: Int32 = 50

  /// Runs on the calling thread, past cache and breaker.
  package func testSpeech(_ request: TestSpeechRequest, _ call: CallContext) throws(RPCError) -> TestSpeechResponse {
    var check = RequestCheck()
    check.require(request.engine != .unspecified, "engine", "is required.")
    check.require((0...Self.mostRuns).contains(request.runs), "runs", "is 1 to \(Self.mostRuns), or 0 for 10.")
    let engine = check.engine(request.engine, "engine")
    let accent = check.accent(request.accent, "accent")
    let voice = check.voice(request.voice, of: request.engine, "voice")
    let text = check.speechText(request.text.isEmpty ? "schedule" : request.text, "text")
    try check.finish()
    guard let engine, let text else { throw .invalid(field: "engine", "is required.") }
    let runs = request.runs == 0 ? 10 : request.runs
    let wish = SpeechWish(text: text, accent: accent, engine: engine, voice: voice)
    let order = wish.order(for: engine, ports.desk.settings.settings)
    let report: SpeechTrial.Report?
    do throws(FiszkaDomain.SpeechTrouble) {
      report = try trial.run(Int(runs), of: engine, order, on: ports.desk, limit: WorkLimit(call), clock: ports.clock)
    } catch .failure(.interrupted(let interruption)) {
      throw RPCError(interruption)
    } catch {
      throw .engineNotConfigured(engine)
    }
    if let report { return TestSpeechResponse(report, runs: runs, withSound: request.includeAudio) }
    throw RPCError(
      .unavailable, .speechTestRunning, "Another test of speech is running; try again when it is done.", retryAfterSeconds: 5)
  }
}

extension TestSpeechResponse {
  fileprivate init(_ report: SpeechTrial.Report, runs: Int32, withSound: Bool) {
    let times = RunTimes(report.microseconds)
    let fits = Int64(report.sound.count) <= SpeechServiceHandler.mostBytes
    self.init(
      runs: runs, failures: Int32(report.failures), p50Microseconds: times.percentile(50),
      p90Microseconds: times.percentile(90), p99Microseconds: times.percentile(99), meanMicroseconds: times.mean,
      troubles: report.troubles.map { .init($0) }, audio: withSound && fits ? report.sound : [])
  }
}
