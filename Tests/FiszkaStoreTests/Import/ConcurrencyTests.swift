import Dispatch
import FiszkaDomain
import Synchronization
import Testing

@testable import FiszkaStore

struct ConcurrencyTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func ofManyCommitsAtOnceOneIsMadeAndTheOthersSeeIt() throws {
    let item = try harness.staged(Sample.rows(500))
    let (imports, now) = (imports, harness.now)
    let outcomes = Mutex<[Result<Import, StoreError>]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      let outcome = Result<Import, StoreError> { () throws(StoreError) in
        try imports.commit(
          to: .newLesson(title: "Lesson \(number)"), at: now, of: item, audit: nil, limit: .none)
      }
      outcomes.withLock { $0.append(outcome) }
    }
    let made = outcomes.withLock { $0.compactMap { try? $0.get() } }
    #expect(made.count == 1)
    #expect(outcomes.withLock { $0.filter { $0 == .failure(.changed) }.count } == 7)
    let newest = try imports.find(item.id, limit: .none)
    #expect(newest == made.first)
    #expect(try ImportRules.commit(newest, to: nil) == .alreadyCommitted(newest.result.unwrapped()))
    #expect(try harness.number("SELECT count(*) FROM lessons") == 1)
    #expect(try harness.number("SELECT count(*) FROM lesson_items") == 500)
  }

  @Test func importsCommittedAtOnceIntoOneLessonInsertEveryWordOnce() throws {
    let lesson = try harness.addLesson("Shared")
    let items = try (1...6).map { _ in try harness.staged(Sample.rows(300)) }
    let (imports, now) = (imports, harness.now)
    let inserted = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: items.count) { number in
      do {
        let done = try imports.commit(to: .lesson(id: lesson), at: now, of: items[number], audit: nil, limit: .none)
        let result = try done.result.unwrapped()
        #expect(result.inserted + result.duplicates == 300)
        inserted.wrappingAdd(Int(result.inserted), ordering: .relaxed)
      } catch {
        Issue.record(error)
      }
    }
    #expect(inserted.load(ordering: .relaxed) == 300)
    #expect(try harness.words(of: lesson).count == 300)
  }

  @Test func aReaderSeesTheOldStateWhileAWriterWorksAndTheNewOneAfterwards() throws {
    let store = harness.store
    let inside = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      do {
        try store.transaction("", .none) { connection throws(StoreError) in
          try connection.execute(Query("UPDATE users SET nickname = 'new' WHERE id = 1"))
          inside.signal()
          goOn.wait()
        }
      } catch {
        Issue.record(error)
      }
      done.signal()
    }
    inside.wait()
    #expect(try harness.texts("SELECT nickname FROM users") == ["system"])
    goOn.signal()
    done.wait()
    #expect(try harness.texts("SELECT nickname FROM users") == ["new"])
  }

  @Test func aWriterBehindAnotherGetsBusyAfterTheTimeout() throws {
    let harness = try StoreHarness { $0.busyTimeout = .milliseconds(30) }
    let store = harness.store
    let error = #expect(throws: StoreError.self) {
      try store.transaction("", .none) { _ throws(StoreError) in
        let outcome = Mutex<StoreError?>(nil)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
          outcome.withLock { $0 = #expect(throws: StoreError.self) { try harness.create() } }
          done.signal()
        }
        done.wait()
        throw outcome.withLock { $0 } ?? .misuse("the second writer got in")
      }
    }
    #expect(error == .busy)
    #expect(try harness.create().id == 1)
  }

  @Test func anotherProgramThatWritesMakesABusyStore() throws {
    let harness = try StoreHarness { $0.busyTimeout = .milliseconds(30) }
    let other = try ForeignConnection("\(harness.folder.path)/data/fiszka.db")
    try other.run("BEGIN IMMEDIATE")
    #expect(throws: StoreError.busy) { try harness.create() }
    try other.run("ROLLBACK")
    #expect(try harness.create().id == 1)
  }
}
