package import FiszkaDomain

/// What the calls of speech work with.
package struct SpeechPorts: Sendable {
  let desk: any SpeechDesk
  let clips: any ClipLibrary
  let lessons: any LessonRepository
  let quotas: SpeechQuotas
  let clock: @Sendable () -> Int64

  /// - Parameter clock: microseconds of a clock that only goes forward, to measure runs.
  package init(
    desk: any SpeechDesk, clips: any ClipLibrary, lessons: any LessonRepository, quotas: SpeechQuotas,
    clock: @escaping @Sendable () -> Int64
  ) {
    self.desk = desk
    self.clips = clips
    self.lessons = lessons
    self.quotas = quotas
    self.clock = clock
  }
}
