import FiszkaDomain
import FiszkaStore
import Glibc
import Synchronization

// How long staging, commit and undo of an import take, and how long each kept other writers out.
//
//   bench-store [ROWS [BATCH]]     100,000 rows in batches of 2,000 by default, in a folder that is removed afterwards

/// The longest time that the writer was held since it was last set to zero.
let held = Mutex(Duration.zero)

/// What one step took, in however many pieces.
struct Cost {
  var wall = Duration.zero
  var processor = 0

  mutating func add<Value>(_ body: () throws -> Value) rethrows -> Value {
    let processorStart = clock()
    let start = ContinuousClock.now
    defer {
      wall += ContinuousClock.now - start
      processor += clock() - processorStart
    }
    return try body()
  }

  func print(_ name: String) {
    let longest = held.withLock { longest in
      defer { longest = .zero }
      return longest
    }
    let cpu = Double(processor) * 1_000 / Double(CLOCKS_PER_SEC)
    Swift.print(
      "\(name): \(milliseconds(wall)) ms, CPU \(cpu) ms, writer held at most \(milliseconds(longest)) ms")
  }
}

func measure<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
  var cost = Cost()
  let value = try cost.add(body)
  cost.print(name)
  return value
}

func milliseconds(_ duration: Duration) -> Double {
  let parts = duration.components
  return Double(parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000) / 1_000
}

/// Pairs of words without sense, all different, with an example and tags, as a fixed sequence gives them.
func makeRow(_ number: Int64) -> ImportRow {
  var state = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
  func word() -> String {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let letters = Array("aąbcćdeęfghijklłmnńoóprsśtuwyzźż")
    var rest = state >> 8
    var word = ""
    for _ in 0..<(4 + state % 8) {
      word.append(letters[Int(rest % 32)])
      rest /= 7
    }
    return word
  }
  let english = word()
  return ImportRow(
    number: number, lineNumber: number + 1, english: "\(english) \(number)", polish: word(),
    example: "This is an example with \(english).", tags: TagList(parsing: "noun; a1"), phoneticHint: "", error: nil,
    warnings: [])
}

/// In MiB.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss / 1_024
}

let rowCount = CommandLine.arguments.dropFirst().first.flatMap { Int64($0) } ?? 100_000
let batch = CommandLine.arguments.dropFirst(2).first.flatMap { Int64($0) } ?? 2_000
var template = Array("/tmp/bench-store.XXXXXX".utf8CString)
guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { fatalError("no temporary folder") }

var options = StoreOptions()
options.onWriterHeld = { _, duration in held.withLock { $0 = max($0, duration) } }
let now = Instant(microseconds: 1_700_000_000_000_000)
let store = try Store(folder, options: options, now: { now })
let imports = SQLiteImportRepository(store)
let reading = ImportReading(
  format: Decision(.csv, reason: ""), encoding: Decision(.utf8, reason: ""), delimiter: Decision(.comma, reason: ""),
  header: Decision(true, reason: ""), columns: [], columnsReason: "")

var item = try imports.create(NewImport(uploadedBy: 1, fileName: "bench.csv"), at: now, audit: nil, limit: .none)
item = try imports.beginStaging(item.origin.settings, of: item, limit: .none)
let memoryBefore = peakMemory()
var staging = Cost()
for start in stride(from: 1, through: rowCount, by: Int64.Stride(batch)) {
  let rows = (start...min(start + batch - 1, rowCount)).map(makeRow)
  try staging.add { try imports.stage(rows, of: item, limit: .none) }
}
staging.print("staging")
item = try measure("end of staging") {
  try imports.finishStaging(
    reading, counts: ImportCounts(total: rowCount), digest: [UInt8](repeating: 0, count: 32), of: item, audit: nil,
    limit: .none)
}
item = try measure("commit") {
  try imports.commit(to: .newLesson(title: "bench"), at: now, of: item, audit: nil, limit: .none)
}
_ = try measure("undo") { try imports.undo(item, at: now, audit: nil, limit: .none) }
try store.close()

print("\(rowCount) rows, \(item.result?.inserted ?? 0) items, memory \(memoryBefore) MiB, then at most \(peakMemory()) MiB")
for name in ["fiszka.db", "fiszka.db-wal", "fiszka.db-shm"] { unlink("\(folder)/\(name)") }
rmdir("\(folder)/imports")
rmdir(folder)
