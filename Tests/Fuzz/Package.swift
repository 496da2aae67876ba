// swift-tools-version: 6.2
import PackageDescription

// A fuzz executable has no main of its own: it lives in this package, because a plain `swift build` of one fails.
// scripts/fuzz builds and runs it.
let package = Package(
  name: "fiszka-fuzz",
  dependencies: [.package(name: "fiszka", path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz-decoders", dependencies: [.product(name: "FuzzDecoders", package: "fiszka")],
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
  ]
)
