import FiszkaAPI
import FiszkaDomain
import TTRPC

/// Speaks the items of one lesson, a while at a time. For one thread at a time.
struct LessonPrefetch: Sendable {
  /// Microseconds between two reports.
  private static let turn: Int64 = 250_000
  /// Items read at once.
  private static let page = 200

  /// What is wanted of every item besides its text.
  struct Manner: Sendable {
    let accent: Accent?
    let engine: SpeechEngineName?
    let format: ClipFormat
  }

  private let ports: SpeechPorts
  private let lesson: Int64
  private let manner: Manner
  private let caller: Caller
  private var texts: [String] = []
  private var next: PageCursor?
  private var isRead = false
  private(set) var progress: PrefetchLessonResponse

  init(_ ports: SpeechPorts, lesson: Int64, _ manner: Manner, for caller: Caller, limit: WorkLimit) throws(StoreError) {
    self.ports = ports
    self.lesson = lesson
    self.manner = manner
    self.caller = caller
    progress = PrefetchLessonResponse(totalItems: try ports.lessons.lesson(lesson, limit: limit).itemCount)
  }

  var isDone: Bool { isRead && texts.isEmpty }

  /// Goes on for a while.
  mutating func step(limit: WorkLimit) throws(PrefetchFailure) {
    let end = ports.clock() + Self.turn
    while ports.clock() < end {
      if texts.isEmpty {
        if isRead { return }
        try read(limit)
        continue
      }
      try speak(texts.removeLast(), limit)
    }
  }

  private mutating func read(_ limit: WorkLimit) throws(PrefetchFailure) {
    do throws(StoreError) {
      let page = try ports.lessons.items(
        ofLesson: lesson, search: nil, page: PageRequest(limit: Self.page, after: next), limit: limit)
      texts = page.items.reversed().map(\.english)
      next = page.next
      isRead = page.next == nil
    } catch {
      throw .store(error)
    }
  }

  private mutating func speak(_ english: String, _ limit: WorkLimit) throws(PrefetchFailure) {
    // Items were checked when they came, by the same rules; one that is none all the same is no reason to end.
    guard let text = try? SpeechText(english) else {
      progress.failedItems += 1
      progress.doneItems += 1
      return
    }
    let wish = SpeechWish(text: text, accent: manner.accent, engine: manner.engine, format: manner.format)
    do throws(SpeechRefusal) {
      let spoken = try ports.desk.speak(wish, withSound: false, limit: limit) { () throws(SpeechRefusal) in
        try ports.quotas.take(caller)
      }
      if spoken.isCached { progress.cachedClips += 1 } else { progress.madeClips += 1 }
    } catch .unsuited {
      progress.failedItems += 1
    } catch {
      throw .refused(error, wish)
    }
    progress.doneItems += 1
  }

  /// Items may have come or gone since they were counted.
  mutating func finish() {
    progress.totalItems = progress.doneItems
  }
}

/// Why a lesson is not spoken to its end.
enum PrefetchFailure: Error {
  case store(StoreError)
  case refused(SpeechRefusal, SpeechWish)
}
