import Foundation
import Synchronization

/// A process that a test started; killed with its value.
final class Child: Sendable {
  /// Ends with the process: its exit code, or the negative number of the signal that ended it.
  let exitCode: Task<Int32, Never>
  private let process: ProcessState

  /// Its number, which another process may have once this one has ended.
  var processID: pid_t { process.pid }

  /// Keeps the process id from being used after it was given free.
  private final class ProcessState: Sendable {
    let pid: pid_t
    private let hasEnded = Mutex(false)

    init(_ pid: pid_t) {
      self.pid = pid
    }

    func send(_ signal: CInt) {
      hasEnded.withLock { if !$0 { kill(pid, signal) } }
    }

    /// Returns at once when the process was waited for already.
    func awaitEnd() {
      var information = siginfo_t()
      while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    }

    func wait() -> Int32 {
      awaitEnd()
      return hasEnded.withLock { hasEnded in
        var status: CInt = 0
        waitpid(pid, &status, 0)
        hasEnded = true
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
      }
    }
  }

  /// The descriptors stay the caller's.
  init(
    _ program: String, _ arguments: [String], _ environment: [String: String], input: CInt, output: CInt, errors: CInt
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The runner's threads block signals and ignore some: a program starts without that.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let problem = posix_spawn(&pid, program, &actions, &attributes, argv, envp)
    if problem != 0 { throw HarnessError("start \(program): \(String(cString: strerror(problem)))") }
    let process = ProcessState(pid)
    self.process = process
    exitCode = Task {
      await withCheckedContinuation { ended in
        Thread.detachNewThread { ended.resume(returning: process.wait()) }
      }
    }
  }

  deinit {
    end()
  }

  /// Kills the process unless it has ended; returns when it is gone.
  func end() {
    process.send(SIGKILL)
    process.awaitEnd()
  }

  /// Sends a signal unless the process has ended.
  func send(_ signal: CInt) {
    process.send(signal)
  }
}
