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

let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "fiszka",
  products: [
    // For the fuzz targets in Tests/Fuzz, which are a package of their own.
    .library(name: "FuzzDecoders", targets: ["FuzzDecoders"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // Message layer.
    .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
    .target(name: "CCommonProto", dependencies: ["CProtobufC"]),
    .target(name: "CTTRPCProto", dependencies: ["CProtobufC", "CCommonProto"]),
    .target(name: "ProtobufCSupport", dependencies: ["CProtobufC", nioCore], swiftSettings: settings),
    .target(name: "CommonProto", dependencies: ["CCommonProto", "ProtobufCSupport"], swiftSettings: settings),

    // RPC.
    .target(name: "TTRPCWire", dependencies: ["CommonProto", "ProtobufCSupport", nioCore], swiftSettings: settings),
    .target(
      name: "TTRPC",
      dependencies: [
        "TTRPCWire", "CommonProto", "CTTRPCProto", "CCommonProto", "ProtobufCSupport", nioCore, nioPosix, logging,
      ],
      swiftSettings: settings),

    .target(name: "CFiszkaProto", dependencies: ["CProtobufC", "CCommonProto"]),
    .target(
      name: "FiszkaAPI", dependencies: ["CFiszkaProto", "CommonProto", "ProtobufCSupport", "TTRPC"], swiftSettings: settings),

    // Tests. The test contract is generated like the product's and is in no product.
    .target(name: "CTestProto", dependencies: ["CProtobufC", "CCommonProto"], path: "Tests/CTestProto"),
    .target(
      name: "TestAPI", dependencies: ["CTestProto", "CCommonProto", "CommonProto", "ProtobufCSupport", "TTRPC"],
      path: "Tests/TestAPI", swiftSettings: settings),
    .target(
      name: "FuzzDecoders", dependencies: ["TestAPI", "FiszkaAPI", "CommonProto", "ProtobufCSupport", "TTRPCWire", nioCore],
      path: "Tests/FuzzDecoders", swiftSettings: settings),
    .target(
      name: "EchoServer", dependencies: ["TestAPI", "TTRPC", "TTRPCWire", "CommonProto", "ProtobufCSupport", nioCore],
      path: "Tests/EchoServer", swiftSettings: settings),
    .executableTarget(
      name: "echo-server", dependencies: ["EchoServer", "TestAPI", "TTRPC", logging], path: "Tests/echo-server",
      swiftSettings: settings),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "ProtobufCSupportTests",
      dependencies: ["ProtobufCSupport", "CommonProto", "TestAPI", "CAllocationCounter", nioCore],
      exclude: ["Support/corpus.py"], swiftSettings: settings),
    .testTarget(
      name: "TTRPCTests",
      dependencies: [
        "TTRPC", "TTRPCWire", "TestAPI", "EchoServer", "CommonProto", "ProtobufCSupport", nioCore, nioPosix, nioEmbedded,
        logging,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "bench-messages", dependencies: ["ProtobufCSupport", "CommonProto", "TestAPI", "CAllocationCounter", nioCore],
      path: "Tests/Benchmarks/bench-messages", swiftSettings: settings),
  ]
)
