import CMalloc
import Glibc

/// Gives memory that was freed back to the system.
///
/// glibc's allocator returns by itself only what lies at the very end of an arena, and one small block there holds back all the
/// rest: after ten minutes of load with large frames 67 MB stayed with the process of which 0.5 MB were in use. `malloc_trim`
/// returns whole free pages wherever they lie. It takes about a millisecond, on a thread that serves nobody.
struct MemoryReturn {
  /// Between two looks.
  private static let pause = Duration.seconds(3)
  /// Below so many free bytes trimming is not worth its page faults.
  private static let worthwhile = 4 << 20

  /// Runs until the task is cancelled.
  func run() async {
    // What stays free after a trim are parts of pages in use; only growth beyond that is looked at.
    var left = 0
    while !Task.isCancelled {
      let free = mallinfo2().fordblks
      left = min(left, free)
      if free - left > Self.worthwhile {
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
}
