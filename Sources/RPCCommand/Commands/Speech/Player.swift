import Glibc

/// Plays sound with a program of this machine.
enum Player {
  /// Tried in this order; each takes a file as its last argument.
  private static let programs = [
    ["pw-play"], ["paplay"], ["aplay", "-q"], ["ffplay", "-nodisp", "-autoexit", "-loglevel", "error"],
  ]

  /// Returns when the sound has ended.
  static func play(_ wave: [UInt8]) throws(CommandFailure) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    guard let name = strdup("\(folder)/rpc-cli-XXXXXX.wav") else { throw keepingFailed() }
    defer { free(name) }
    let descriptor = mkstemps(name, 4)
    if descriptor < 0 { throw keepingFailed() }
    defer {
      close(descriptor)
      unlink(name)
    }
    var rest = wave[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 { throw keepingFailed() }
      rest = rest.dropFirst(count)
    }
    for program in programs where try run(program + [String(cString: name)]) { return }
    throw .usage("This machine has no player: install pipewire-bin, pulseaudio-utils, alsa-utils or ffmpeg, or use --out.")
  }

  private static func keepingFailed() -> CommandFailure {
    .usage("The clip cannot be kept for the player: \(String(cString: strerror(errno))).")
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
