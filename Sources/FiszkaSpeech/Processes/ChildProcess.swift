import CLinux
import Glibc
import Synchronization

/// A process that this one started; killed with its value. Any thread.
final class ChildProcess: Sendable {
  /// Its number: another process has it once this one was waited for.
  let id: pid_t
  private let wasWaitedFor = Mutex(false)

  /// Variables that a child gets; all others, among them keys of providers, stay here.
  private static let passedVariables = ["PATH", "LD_LIBRARY_PATH", "ESPEAK_DATA_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"]

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: A path, or a name that PATH finds.
  ///   - descriptors: Become the child's 0, 1, 2 and so on; it gets no others. They stay the caller's.
  init(_ program: String, _ arguments: [String], descriptors: [CInt]) throws(SystemFailure) {
    // Beyond the numbers that the child's get, so that none is overwritten before it is used.
    var copies: [CInt] = []
    defer { for copy in copies { close(copy) } }
    for descriptor in descriptors {
      copies.append(try SystemFailure.check(fcntl(descriptor, F_DUPFD_CLOEXEC, 16), "copy a descriptor"))
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, copy) in copies.enumerated() { posix_spawn_file_actions_adddup2(&actions, copy, CInt(number)) }
    posix_spawn_file_actions_addclosefrom_np(&actions, CInt(copies.count))
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.resetSignals(&attributes)
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = Self.environment().map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var id: pid_t = 0
    let code = posix_spawnp(&id, program, &actions, &attributes, argv, envp)
    if code != 0 { throw SystemFailure("start \(program)", code) }
    self.id = id
  }

  deinit {
    end()
  }

  /// Whether it runs no more.
  var hasEnded: Bool {
    wasWaitedFor.withLock { wasWaitedFor in
      if wasWaitedFor { return true }
      var information = siginfo_t()
      return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo == SIGCHLD
    }
  }

  /// Kills it unless it has ended; returns when it is gone. Calling it again does nothing.
  func end() {
    wasWaitedFor.withLock { wasWaitedFor in
      if wasWaitedFor { return }
      wasWaitedFor = true
      kill(id, SIGKILL)
      while waitpid(id, nil, 0) < 0 && errno == EINTR {}
    }
  }

  /// Threads block signals and ignore some: a program starts without that.
  private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // A group of its own: Ctrl-C in a terminal is for the parent, which ends its children in its own time.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
  }

  private static func environment() -> [String] {
    ["LANG=C.UTF-8"] + passedVariables.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
  }
}
