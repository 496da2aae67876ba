import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speech prefetch`.
struct SpeechPrefetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prefetch", abstract: "Has every word of a lesson spoken that has no clip yet.",
    discussion: """
      Called again after a break it makes only what is missing.

      EXAMPLE:
        rpc-cli speech prefetch 1 --accent uk
      """)

  @Argument(help: ArgumentHelp("Id of the lesson; rpc-cli lessons shows them.", valueName: "lesson"))
  var lesson: Int64

  @OptionGroup var voiceOptions: VoiceOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let request = PrefetchLessonRequest(
      lessonID: lesson, accent: voiceOptions.accent, engine: voiceOptions.engine, format: voiceOptions.format)
    var progress = ProgressBar("lesson \(lesson)")
    var last = PrefetchLessonResponse()
    do throws(RPCError) {
      for try await step in try await speech.prefetchLesson(request, options: options) {
        last = step
        progress.show(Int(step.doneItems), of: Int(step.totalItems))
      }
    } catch {
      progress.clear()
      throw CommandFailure(.call(error))
    }
    progress.clear()
    Terminal.show(
      """
      lesson \(lesson): \(last.totalItems) words; \(last.madeClips) spoken now, \(last.cachedClips) had a clip, \
      \(last.failedItems) that no engine can speak
      """)
  }
}
