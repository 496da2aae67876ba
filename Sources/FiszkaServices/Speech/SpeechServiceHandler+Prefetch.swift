package import FiszkaAPI
import FiszkaDomain
package import TTRPC

extension SpeechServiceHandler {
  /// A report about every quarter of a second.
  package func prefetchLesson(
    _ request: PrefetchLessonRequest, _ responses: MessageWriter<PrefetchLessonResponse>, _ call: CallContext
  ) async throws(RPCError) {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    check.id(request.lessonID, "lesson_id")
    let manner = LessonPrefetch.Manner(
      accent: check.accent(request.accent, "accent"), engine: check.engine(request.engine, "engine"),
      format: check.format(request.format, "format"))
    try check.finish()
    let limit = WorkLimit(call)
    var prefetch = try call.answer(.lessonID(request.lessonID)) { limit in
      try LessonPrefetch(ports, lesson: request.lessonID, manner, for: caller, limit: limit)
    }
    while true {
      let before = prefetch
      let step = await prefetching.run { () -> Result<LessonPrefetch, PrefetchFailure> in
        var prefetch = before
        do throws(PrefetchFailure) {
          try prefetch.step(limit: limit)
          return .success(prefetch)
        } catch {
          return .failure(error)
        }
      }
      guard let step else {
        throw RPCError(.resourceExhausted, "As many lessons are spoken in advance as the server allows: call again in a moment.")
      }
      prefetch = try ended(step, request.lessonID, limit)
      if prefetch.isDone { prefetch.finish() }
      try await responses.write(prefetch.progress)
      if prefetch.isDone { return }
    }
  }

  private func ended(
    _ step: Result<LessonPrefetch, PrefetchFailure>, _ lesson: Int64, _ limit: WorkLimit
  ) throws(RPCError) -> LessonPrefetch {
    switch step {
    case .success(let prefetch): return prefetch
    case .failure(.store(let error)): throw RPCError(error, about: .lessonID(lesson))
    case .failure(.refused(let refusal, let wish)):
      throw RPCError(refusal) { ports.desk.phoneticHint(wish, limit: limit) }
    }
  }
}
