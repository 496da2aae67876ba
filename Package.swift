// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every Swift target: Swift 6 mode, explicit existentials and import access, no warnings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
  name: "fiszka",
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2")
  ],
  targets: [
    .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
    .target(name: "ProtobufCSupport", dependencies: ["CProtobufC", nioCore], swiftSettings: settings),
    .testTarget(name: "ProtobufCSupportTests", dependencies: ["ProtobufCSupport", nioCore], swiftSettings: settings),
    .target(name: "FiszkaDomain", swiftSettings: settings),
    .testTarget(name: "FiszkaDomainTests", dependencies: ["FiszkaDomain"], swiftSettings: settings),
  ]
)
