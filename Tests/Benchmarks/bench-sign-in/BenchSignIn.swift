import ArgumentParser
import FiszkaDomain
import FiszkaSecurity

/// `bench-sign-in`: whether the time of a refused sign-in tells if its address has an account.
@main
struct BenchSignIn: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares refused sign-ins of a known address and of an unknown one, in one process, in turns.",
    discussion: "Exits 0 when they take the same time, 1 when they do not.")

  @Option(help: "Pairs of sign-ins per run.")
  var pairs = 150

  @Option(help: "Runs. The rank test must be passed by all but one.")
  var runs = 3

  @Flag(help: "Use a hashing port that does not hash for unknown addresses: the comparison must find it.")
  var skipUnknown = false

  func run() async throws {
    let hasher = Argon2Hasher()
    let server = try await BenchServer(hasher: skipUnknown ? SkippingHasher(hasher: hasher) : hasher)
    var differences: [Double] = []
    var passed = 0
    for number in 1...runs {
      let (known, unknown) = try await server.measure(pairs)
      let difference = abs(median(known) - median(unknown)) / median(known)
      let probability = RankTest.probability(known, unknown)
      differences.append(difference)
      if probability > 0.001 { passed += 1 }
      print(
        "run \(number): known \(rounded(median(known))) ms, unknown \(rounded(median(unknown))) ms, "
          + "difference \(rounded(difference * 100)) %, rank test p \(rounded(probability))")
    }
    try await server.close()
    let isSame = differences.allSatisfy { $0 < 0.02 } && passed >= runs - 1
    print(isSame ? "the same time" : "different times")
    if !isSame { throw ExitCode(1) }
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
