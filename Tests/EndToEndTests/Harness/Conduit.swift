import Foundation

/// What is written to one end is read from the other. Not a pipe: `pipe` alone would let programs that parallel tests start
/// inherit the ends, and Glibc's module does not show `pipe2`.
struct Conduit {
  let readingEnd: CInt
  let writingEnd: CInt

  init() throws {
    var ends: [CInt] = [0, 0]
    let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    _ = try check(socketpair(AF_UNIX, type, 0, &ends), "make a pair of sockets")
    (readingEnd, writingEnd) = (ends[0], ends[1])
  }

  /// Writes until there is no room for another byte.
  func fill() {
    for chunk in [4_096, 1] {
      let filler = [UInt8](repeating: UInt8(ascii: "."), count: chunk)
      while send(writingEnd, filler, chunk, CInt(MSG_DONTWAIT)) > 0 {}
    }
  }
}
