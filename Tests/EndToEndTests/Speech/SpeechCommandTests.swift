import Foundation
import Testing

/// `rpc-cli speak` and `rpc-cli speech` against the real server with the real espeak-ng.
@Suite(.timeLimit(.minutes(2))) struct SpeechCommandTests {
  private let cli = Program.rpcCLI

  private func run(_ arguments: [String], _ server: RunningServer, _ variables: [String: String] = [:]) async throws -> Outcome {
    try await cli.run(arguments + ["--address", server.addresses[0]], variables)
  }

  @Test func aWordIsSpokenOnceAndThenComesFromTheCache() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let fresh = try await run(["speak", "schedule"], server)
    #expect(fresh.exitCode == 0 && fresh.output.hasPrefix("espeak, uk, voice "), "\(fresh)")
    #expect(fresh.output.contains("bytes, spoken now\nkey "))
    let file = folder / "schedule.wav"
    let cached = try await run(["speak", " Schedule ".lowercased(), "--out", file], server)
    #expect(cached.exitCode == 0 && cached.output.contains("bytes, from the cache\n"), "\(cached)")
    #expect(fresh.output.split(separator: "\n")[1] == cached.output.split(separator: "\n")[1])
    let wave = try Data(contentsOf: URL(filePath: file))
    #expect(wave.prefix(4) == Data("RIFF".utf8) && wave.count > 10_000)
    #expect(cached.output.hasSuffix("\(file): \(wave.count) bytes\n"))
    let again = try await run(["speak", "schedule", "--out", file], server)
    #expect(again.exitCode == 1 && again.errors.contains("is there already"))
  }

  @Test func accentEngineAndFormatAreChosen() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let file = folder / "word.ogg"
    let arguments = ["speak", "schedule", "--accent", "us", "--engine", "espeak", "--format", "opus", "--out", file]
    let outcome = try await run(arguments, server)
    #expect(outcome.exitCode == 0 && outcome.output.hasPrefix("espeak, us, voice "), "\(outcome)")
    #expect(try Data(contentsOf: URL(filePath: file)).prefix(4) == Data("OggS".utf8))
    let missing = try await run(["speak", "schedule", "--engine", "piper"], server)
    #expect(missing.exitCode == 64 + 9 && missing.errors.contains("SPEECH_ENGINE_NOT_CONFIGURED"), "\(missing)")
    let mute = try await run(["speak", "…"], server)
    #expect(mute.exitCode == 64 + 3 && mute.errors.contains("SPEECH_TEXT_UNSUITED"), "\(mute)")
  }

  @Test func thePlayerOfTheMachineGetsTheClip() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let path = "/usr/bin:/bin"
    // aplay is the third that is tried: the others are not there.
    let script = try folder.file("script", "#!/bin/sh\ncat \"$2\" > \"$PLAYED\"\n")
    // Written by another process: children of this one may hold what it writes open for a moment, and a file so held cannot be run.
    let nothing = try check(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null")
    defer { close(nothing) }
    let install = try Child(
      "/usr/bin/install", ["-m", "755", script, folder / "aplay"], [:], input: nothing, output: nothing, errors: nothing)
    try #require(await install.exitCode.value == 0)
    let played = folder / "played"
    let variables = ["PATH": "\(folder.path):\(path)", "PLAYED": played]
    let outcome = try await run(["speak", "dog", "--play"], server, variables)
    #expect(outcome.exitCode == 0, "\(outcome)")
    #expect(try Data(contentsOf: URL(filePath: played)).prefix(4) == Data("RIFF".utf8))
    let without = try await run(["speak", "dog", "--play"], server, ["PATH": folder / "nothing"])
    #expect(without.exitCode == 1 && without.errors.contains("no player"), "\(without)")
  }

  @Test func aLessonIsPrefetchedAndTheSecondTimeOnlyLookedThrough() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let words = try folder.file("words.csv", "dog;pies\ncat;kot\nlook after;opiekować się\n")
    #expect(try await run(["import", words, "--lesson", "L", "--yes"], server).exitCode == 0)
    let first = try await run(["speech", "prefetch", "1"], server)
    #expect(first.output == "lesson 1: 3 words; 3 spoken now, 0 had a clip, 0 that no engine can speak\n", "\(first)")
    let second = try await run(["speech", "prefetch", "1"], server)
    #expect(second.output == "lesson 1: 3 words; 0 spoken now, 3 had a clip, 0 that no engine can speak\n", "\(second)")
    let purged = try await run(["speech", "purge", "--engine", "espeak"], server)
    #expect(purged.output.hasPrefix("3 clips of "), "\(purged)")
    #expect(try await run(["speech", "prefetch", "9"], server).exitCode == 64 + 5)
  }

  @Test func enginesAreTestedListedAndSet() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let tested = try await run(["speech", "test", "espeak", "--runs", "5"], server)
    let lines = tested.output.split(separator: "\n")
    #expect(tested.exitCode == 0 && lines.count == 2 && lines[1].hasPrefix("5     0 "), "\(tested)")
    let voices = try await run(["speech", "voices", "--engine", "espeak"], server)
    #expect(voices.exitCode == 0 && voices.output.contains("espeak  uk") && voices.output.contains("espeak  us"), "\(voices)")
    let before = try await run(["speech", "settings"], server)
    #expect(before.output.contains("accent   uk\n") && before.output.contains("piper (the server does not have it)"), "\(before)")
    let set = try await run(["speech", "settings", "--engines", "espeak", "--accent", "us", "--speed", "90"], server)
    #expect(set.output == "engines  espeak\naccent   us\nspeed    90 %\n", "\(set)")
    #expect(try await run(["speak", "dog"], server).output.hasPrefix("espeak, us, "))
    let refused = try await run(["speech", "settings", "--voice", "espeak:uk=nobody"], server)
    #expect(refused.exitCode == 64 + 9 && refused.errors.contains("SPEECH_SETTINGS_REFUSED"), "\(refused)")
    #expect(try await run(["speech", "settings"], server).output == set.output)
    let health = try await run(["speech", "health"], server)
    #expect(health.output.hasPrefix("Speech is served.\n") && health.output.contains("1 clips of "), "\(health)")
    let audit = try await run(["audit", "--action", "speech."], server)
    #expect(audit.output.contains("speech.update_settings"))
  }

  @Test(arguments: [
    ["speak"], ["speak", "dog", "--accent", "au"], ["speak", "dog", "--engine", "festival"], ["speak", "dog", "--voice", "x"],
    ["speak", "dog", "--play", "--out", "x"], ["speak", "dog", "--play", "--format", "opus"], ["speech", "test"],
    ["speech", "test", "espeak", "--runs", "51"], ["speech", "settings", "--voice", "piper=x"],
    ["speech", "settings", "--engines", "x"], ["speech", "purge"], ["speech", "purge", "--all", "--engine", "piper"],
  ]) func wrongUseIsToldWithoutACall(_ arguments: [String]) async throws {
    let outcome = try await cli.run(arguments + ["--address", "unix:/nonexistent"])
    #expect(outcome.exitCode == 1 && outcome.errors.hasPrefix("error: ") && outcome.output.isEmpty, "\(outcome)")
  }
}
