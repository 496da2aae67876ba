package import FiszkaAPI
import FiszkaDomain
package import TTRPC

/// `fiszka.v1.SpeechService`.
package final class SpeechServiceHandler: SpeechService {
  /// Most bytes of a clip in one answer.
  static let mostBytes: Int64 = 1 << 20

  /// Threads that the handler has besides those of the server's lanes; each may read the store.
  package static let ownThreads = PrefetchLane.threads

  let ports: SpeechPorts
  let trial = SpeechTrial()
  let prefetching: PrefetchLane

  /// `shutdown` must be called before it is let go.
  package init(_ ports: SpeechPorts) {
    self.ports = ports
    prefetching = PrefetchLane()
  }

  /// Ends the threads of its own; after the server's shutdown.
  package func shutdown() async {
    await prefetching.shutdown()
  }

  // MARK: Synthesize

  /// From memory.
  package func trySynthesize(_ request: SynthesizeRequest, _ call: CallContext) throws(RPCError) -> SynthesizeResponse? {
    let wish = try request.wish()
    do throws(SpeechRefusal) {
      let found = try ports.desk.recall(wish, withSound: request.includeAudio)
      return found.map { SynthesizeResponse($0, withSound: request.includeAudio) }
    } catch {
      throw RPCError(error)
    }
  }

  /// Blocks as long as an engine speaks.
  package func synthesize(_ request: SynthesizeRequest, _ call: CallContext) throws(RPCError) -> SynthesizeResponse {
    let caller = try call.requireCaller()
    let wish = try request.wish()
    let limit = WorkLimit(call)
    do throws(SpeechRefusal) {
      let spoken = try ports.desk.speak(wish, withSound: request.includeAudio, limit: limit) { () throws(SpeechRefusal) in
        try ports.quotas.take(caller)
      }
      return SynthesizeResponse(spoken, withSound: request.includeAudio)
    } catch {
      throw RPCError(error) { ports.desk.phoneticHint(wish, limit: limit) }
    }
  }

  /// From memory.
  package func lookUpClip(_ request: LookUpClipRequest, _ call: CallContext) throws(RPCError) -> LookUpClipResponse {
    let wish = try request.wish()
    do throws(SpeechRefusal) {
      return LookUpClipResponse(clip: try ports.desk.find(wish).map { SpeechClip($0) })
    } catch {
      throw RPCError(error)
    }
  }

  // MARK: Clips

  /// From memory.
  package func tryGetClip(_ request: GetClipRequest, _ call: CallContext) throws(RPCError) -> GetClipResponse? {
    let range = try ClipRange(request)
    switch ports.clips.recall(range.key) {
    case .absent: throw .clipNotFound()
    case .stored: return nil
    case .sound(let found): return try range.response(found)
    }
  }

  /// Reads the file.
  package func getClip(_ request: GetClipRequest, _ call: CallContext) throws(RPCError) -> GetClipResponse {
    let range = try ClipRange(request)
    return try call.answer(.none) { limit in
      guard let found = try ports.clips.read(range.key, limit: limit) else { throw RPCError.clipNotFound() }
      return try range.response(found)
    }
  }

  /// Pieces of 64 KiB, all of the same file, whatever happens to the clip meanwhile.
  package func downloadClip(
    _ request: DownloadClipRequest, _ responses: MessageWriter<DownloadClipResponse>, _ call: CallContext
  ) async throws(RPCError) {
    var check = RequestCheck()
    let key = check.clipKey(request.key, "key")
    try check.finish()
    guard let key else { return }
    let found = try call.answer(.none) { limit in try ports.clips.read(key, limit: limit) }
    guard let found else { throw .clipNotFound() }
    var rest = found.sound[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(64 << 10))
      rest = rest.dropFirst(piece.count)
      try await responses.write(
        DownloadClipResponse(data: piece, sizeBytes: found.clip.sizeBytes, format: .init(found.clip.format)))
    }
  }

  /// Records and audit entry first, then the files.
  package func purgeClips(_ request: PurgeClipsRequest, _ call: CallContext) throws(RPCError) -> PurgeClipsResponse {
    var check = RequestCheck()
    let engine = check.engine(request.engine, "engine")
    let before = check.instant(request.accessedBefore, "accessed_before")
    try check.finish()
    return try call.answer(.none) { limit in
      let removed = try ports.clips.purge(engine: engine, accessedBefore: before, audit: call.auditIntent, limit: limit)
      return PurgeClipsResponse(removedClips: removed.count, removedBytes: removed.bytes)
    }
  }
}
