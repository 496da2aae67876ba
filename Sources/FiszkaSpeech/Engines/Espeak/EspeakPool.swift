import EspeakAPI
import FiszkaDomain
import NIOCore
import ProtobufCSupport
import Synchronization
import TTRPC

/// Processes of `fiszka-espeak` that stay. One that dies or hangs is replaced, and its text tried once more with a new one.
final class EspeakPool: EspeakBackend {
  private let program: String
  private let size: Int
  private let timeout: TimeAmount
  private let report: @Sendable (EspeakEvent) -> Void
  private let turns: TurnQueue
  /// Those that nobody uses; the last one was used last.
  private let idle = Mutex<[EspeakWorker]>([])

  init(_ program: String, _ settings: EspeakSettings, report: @escaping @Sendable (EspeakEvent) -> Void) {
    self.program = program
    self.report = report
    size = settings.processes
    timeout = .milliseconds(Int64(settings.timeoutMilliseconds))
    turns = TurnQueue(places: settings.processes, mostWaiting: settings.queue)
  }

  func speak(_ text: String, voice: String, wordsPerMinute: Int, limit: WorkLimit) throws(SpeechEngineFailure) -> Wave {
    let request = SynthesizeRequest(text: text, voice: voice, wordsPerMinute: Int32(wordsPerMinute))
    let response: SynthesizeResponse = try call(EspeakServiceMethods.synthesize, request, voice, limit)
    let rate = Int(response.sampleRate)
    guard Wave.sampleRates.contains(rate), response.samples.count % 2 == 0 else { throw .badAudio("half a sample") }
    return Wave(
      sampleRate: rate,
      samples: response.samples.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 2).map {
          Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int16.self))
        }
      })
  }

  func phonemes(_ text: String, voice: String, limit: WorkLimit) throws(SpeechEngineFailure) -> String {
    let request = TranscribePhonemesRequest(text: text, voice: voice)
    let response: TranscribePhonemesResponse = try call(EspeakServiceMethods.transcribePhonemes, request, voice, limit)
    return response.phonemes
  }

  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [String] {
    let response: ListEspeakVoicesResponse = try call(
      EspeakServiceMethods.listEspeakVoices, ListEspeakVoicesRequest(), "", limit)
    return response.voices
  }

  func warmUp() {
    // Each takes a process of its own because none is given back before all have one.
    let workers = (0..<size).compactMap { _ in try? turns.turn(limit: .none) { () throws(SpeechEngineFailure) in try ready() } }
    for worker in workers {
      let _: EspeakWorker.Outcome<ListEspeakVoicesResponse> = worker.call(
        EspeakServiceMethods.listEspeakVoices, ListEspeakVoicesRequest(), timeout: timeout, limit: .none)
      putBack(worker)
    }
  }

  /// Numbers of the processes that nobody uses, for tests that harm them.
  var idleProcessIDs: [Int32] { idle.withLock { $0.map(\.processID) } }

  /// How many of these still run.
  var idleAlive: Int { idle.withLock { $0.count(where: \.isAlive) } }

  private func call<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, _ voice: String, _ limit: WorkLimit
  ) throws(SpeechEngineFailure) -> Response {
    try turns.turn(limit: limit) { () throws(SpeechEngineFailure) in
      if let response: Response = try attempt(try ready(), method, request, voice, limit) { return response }
      // Not an idle one: what killed the first may have killed them too.
      if let response: Response = try attempt(try start(), method, request, voice, limit) { return response }
      throw .failed("two processes of espeak-ng in a row did not survive the text")
    }
  }

  /// The response; nil when the process was lost.
  private func attempt<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ worker: EspeakWorker, _ method: MethodDescriptor, _ request: Request, _ voice: String, _ limit: WorkLimit
  ) throws(SpeechEngineFailure) -> Response? {
    let outcome: EspeakWorker.Outcome<Response> = worker.call(method, request, timeout: timeout, limit: limit)
    switch outcome {
    case .answered(let result):
      putBack(worker)
      do throws(RPCError) { return try result.get() } catch { throw SpeechEngineFailure(error, voice) }
    case .died:
      worker.end()
      report(.died)
      return nil
    case .hung:
      worker.end()
      report(.hung)
      return nil
    case .interrupted(let interruption):
      putBack(worker)
      throw .interrupted(interruption)
    }
  }

  /// An idle process, or a new one. Whatever ended while nobody looked is done with on the way.
  private func ready() throws(SpeechEngineFailure) -> EspeakWorker {
    let (worker, dead) = idle.withLock { idle in
      let dead = idle.filter { !$0.isAlive }
      idle.removeAll { worker in dead.contains { $0 === worker } }
      return (idle.popLast(), dead)
    }
    for worker in dead {
      worker.end()
      report(.died)
    }
    if let worker { return worker }
    return try start()
  }

  private func start() throws(SpeechEngineFailure) -> EspeakWorker {
    do throws(SystemFailure) {
      return try EspeakWorker(program) { [report] in report(.said($0)) }
    } catch {
      throw .unreachable("\(error)")
    }
  }

  private func putBack(_ worker: EspeakWorker) {
    idle.withLock { idle in
      if idle.count < size { idle.append(worker) }
    }
  }
}

extension SpeechEngineFailure {
  /// What a process answered, for a call that named this voice.
  fileprivate init(_ error: RPCError, _ voice: String) {
    switch error.code {
    case .notFound: self = .unknownVoice(voice)
    case .outOfRange: self = .unsuited("it takes more than a minute to speak")
    case .resourceExhausted: self = .unsuited("its sound is too large")
    default: self = .failed(error.message)
    }
  }
}
