import Foundation
import Testing

@testable import FiszkaSpeech

@Suite struct ChildProcessTests {
  /// What a command of a shell writes to standard output and standard error.
  private func output(of command: String) throws -> String {
    let ends = try SocketPair()
    let process = try ChildProcess(
      "sh", ["-c", command], descriptors: [ends.second.number, ends.second.number, ends.second.number])
    let output = try FileHandle(fileDescriptor: ends.takeFirst().take(), closeOnDealloc: true).readToEnd()
    process.end()
    return String(decoding: output ?? Data(), as: UTF8.self)
  }

  @Test func childHasNoOtherDescriptors() throws {
    // Without O_CLOEXEC, as careless libraries open files.
    let careless = open("/dev/null", O_RDONLY)
    defer { close(careless) }
    // ls itself has the folder open.
    #expect(try output(of: "ls /proc/self/fd") == "0\n1\n2\n3\n")
  }

  @Test func childHasFewVariables() throws {
    #expect(ProcessInfo.processInfo.environment["HOME"] != nil)
    let names = Set(try output(of: "env").split(separator: "\n").compactMap { $0.split(separator: "=").first })
    #expect(names.contains("LANG"))
    #expect(!names.contains("HOME"))
  }

  @Test func childThatWasEndedIsGone() throws {
    let ends = try SocketPair()
    let process = try ChildProcess("cat", [], descriptors: [ends.second.number, ends.second.number])
    #expect(!process.hasEnded)
    process.end()
    #expect(process.hasEnded)
    #expect(kill(process.id, 0) == -1 && errno == ESRCH)
    process.end()
  }

  @Test func childThatEndsByItselfIsNoticed() async throws {
    let process = try ChildProcess("false", [], descriptors: [])
    #expect(await Threads.until { process.hasEnded })
  }

  @Test func programThatIsMissingIsNamed() throws {
    let error = #expect(throws: SystemFailure.self) { try ChildProcess("/nowhere/program", [], descriptors: []) }
    #expect(error?.description == "cannot start /nowhere/program: No such file or directory")
  }

  @Test func linesOfStandardErrorAreReadAndBounded() async throws {
    let ends = try SocketPair()
    let process = try ChildProcess(
      "sh", ["-c", "printf 'one\\ntwo' >&2; exec seq 1000 >&2"], descriptors: [0, 1, ends.second.number])
    let lines = Recorder<String>()
    LineReader.start(ends.takeFirst()) { lines.record($0) }
    #expect(await Threads.until { lines.all.count == 100 && process.hasEnded })
    #expect(lines.all.prefix(3) == ["one", "two1", "2"])
  }
}
