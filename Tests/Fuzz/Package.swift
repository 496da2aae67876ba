// swift-tools-version: 6.2
import PackageDescription

// Fuzz executables have no main of their own: they live in this package, because a plain `swift build` of one fails.
// scripts/fuzz builds and runs them.
let targets = ["fuzz-messages", "fuzz-frames", "fuzz-envelopes", "fuzz-json", "fuzz-descriptors"]

let package = Package(
  name: "fiszka-fuzz",
  dependencies: [.package(name: "fiszka", path: "../..")],
  targets: targets.map {
    .executableTarget(
      name: $0, dependencies: [.product(name: "FuzzDecoders", package: "fiszka")],
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
  }
)
