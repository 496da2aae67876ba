import Foundation

/// A program that runs on while the test looks at what it prints; its standard input is open and empty.
final class RunningCommand: Sendable {
  let child: Child
  let output: Lines
  let errors: Lines
  private let input: CInt

  init(_ program: Program, _ arguments: [String]) throws {
    output = try Lines()
    errors = try Lines()
    let conduit = try Conduit()
    defer { close(conduit.readingEnd) }
    input = conduit.writingEnd
    child = try Child(
      program.path, arguments, Program.environment([:], home: "/"), input: conduit.readingEnd, output: output.writingEnd,
      errors: errors.writingEnd)
    output.read()
    errors.read()
  }

  deinit {
    close(input)
  }
}
