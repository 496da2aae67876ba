import CLinux
import Glibc

/// Gives memory that is not needed any more back to the system.
///
/// glibc's allocator returns by itself only what lies at the very end of an arena, and one small block there holds back all the
/// rest: after ten minutes of load with large frames 67 MB stayed with the process of which 0.5 MB were in use. `malloc_trim`
/// returns whole free pages wherever they lie. It takes about a millisecond, on a thread that serves nobody.
///
/// When nobody has been connected for a while, the caches of the storage go, too: they fill with what the last callers read, up to their
/// bounds, and a server at home is alone most of the day.
struct MemoryReturn {
  /// Whether nobody is connected.
  let isAlone: @Sendable () -> Bool
  /// Lets go of caches, soon; they fill again.
  let releaseCaches: @Sendable () -> Void

  /// Between two looks.
  private static let pause = Duration.seconds(3)
  /// Below so many free bytes trimming is not worth its page faults.
  private static let worthwhile = 4 << 20
  /// After so many looks alone caches go, and one later the memory that they had.
  private static let looksUntilRelease = 2
  private static let looksUntilTrim = 3

  /// Runs until the task is cancelled.
  func run() async {
    Self.leaveCodeOfStart()
    // What stays free after a trim are parts of pages in use; only growth beyond that is looked at.
    var left = 0
    // Looks in a row that found nobody.
    var looksAlone = 0
    while !Task.isCancelled {
      looksAlone = isAlone() ? looksAlone + 1 : 0
      if looksAlone == Self.looksUntilRelease { releaseCaches() }
      let free = mallinfo2().fordblks
      left = min(left, free)
      if free - left > Self.worthwhile || looksAlone == Self.looksUntilTrim {
        malloc_trim(0)
        left = mallinfo2().fordblks
      }
      do {
        try await Task.sleep(for: Self.pause)
      } catch {
        break
      }
    }
  }

  /// Takes the program's code out of the process's memory; what is used comes back page by page from the system's cache.
  ///
  /// Two thirds of what a start reads, such as command lines and configuration, is never used again.
  private static func leaveCodeOfStart() {
    let address = getauxval(UInt(AT_PHDR))
    guard let first = UnsafePointer<Elf64_Phdr>(bitPattern: address) else { return }
    let segments = UnsafeBufferPointer(start: first, count: Int(getauxval(UInt(AT_PHNUM))))
    guard let headers = segments.first(where: { $0.p_type == PT_PHDR }) else { return }
    let base = address - UInt(headers.p_vaddr)
    let pageSize = UInt(getpagesize())
    // Only code: what may be written would lose its changes.
    for segment in segments where segment.p_type == PT_LOAD && segment.p_flags & UInt32(PF_X | PF_W) == UInt32(PF_X) {
      let start = (base + UInt(segment.p_vaddr)) / pageSize * pageSize
      let end = base + UInt(segment.p_vaddr + segment.p_memsz)
      madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), CInt(MADV_DONTNEED))
    }
  }
}
