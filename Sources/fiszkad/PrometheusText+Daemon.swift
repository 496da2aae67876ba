import FiszkaStore
import Glibc
import TTRPC

// The daemon's own measurements.
extension PrometheusText {
  mutating func add(_ gauges: StoreGauges) {
    add("fiszka_database_bytes", .gauge, "Size of the database file.", gauges.databaseBytes)
    add("fiszka_database_log_bytes", .gauge, "Size of the write-ahead log.", gauges.logBytes)
    add("fiszka_data_free_bytes", .gauge, "Room that the file system of the data folder has left.", gauges.freeBytes)
    add("fiszka_database_waiting_writes", .gauge, "Writes that wait for their turn.", Int64(gauges.waitingWrites))
  }

  /// Memory and descriptors of this process, under the names that Prometheus clients use.
  mutating func addProcess() {
    if let resident = Self.residentBytes() {
      add("process_resident_memory_bytes", .gauge, "Resident memory of the server.", resident)
    }
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
      add("process_cpu_seconds_total", .counter, "Processor time of the server, whole seconds.", Int64(seconds))
    }
  }

  private static func residentBytes() -> Int64? {
    guard let file = fopen("/proc/self/statm", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int64(words[1]).map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }
}
