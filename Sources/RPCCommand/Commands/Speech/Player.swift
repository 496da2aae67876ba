import Glibc

/// Plays sound with a program of this machine.
enum Player {
  /// Tried in this order; each takes a file as its last argument.
  private static let programs = [
    ["pw-play"], ["paplay"], ["aplay", "-q"], ["ffplay", "-nodisp", "-autoexit", "-loglevel", "error"],
  ]

  /// Returns when the sound has ended.
  static func play(_ wave: [UInt8]) throws(CommandFailure) {
    let descriptor = memfd_create("clip.wav", 0)
    guard descriptor >= 0 else { throw .usage("The clip cannot be kept for the player: \(String(cString: strerror(errno))).") }
    defer { close(descriptor) }
    var rest = wave[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 { throw .usage("The clip cannot be kept for the player: \(String(cString: strerror(errno))).") }
      rest = rest.dropFirst(count)
    }
    // The player has the descriptor too: it is not closed when its program starts.
    for program in programs where try run(program + ["/proc/self/fd/\(descriptor)"]) { return }
    throw .usage("This machine has no player: install pipewire-bin, pulseaudio-utils, alsa-utils or ffmpeg, or use --out.")
  }

  /// Whether there is such a program.
  private static func run(_ arguments: [String]) throws(CommandFailure) -> Bool {
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process: pid_t = 0
    let problem = posix_spawnp(&process, arguments[0], nil, nil, &pointers, environ)
    if problem == ENOENT { return false }
    if problem != 0 { throw .usage("\(arguments[0]) cannot be started: \(String(cString: strerror(problem))).") }
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    if status != 0 { throw .usage("\(arguments[0]) could not play the clip; what it says stands above.") }
    return true
  }
}
