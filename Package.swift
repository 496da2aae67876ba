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
let sqlite = [
  Target.Dependency.product(name: "GRDB", package: "GRDB.swift"),
  .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")

let package = Package(
  name: "fiszka",
  products: [
    // For the fuzz targets in Tests/Fuzz, which are a package of their own.
    .library(name: "FuzzDecoders", targets: ["FuzzDecoders"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // Message layer.
    .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
    .target(name: "CCommonProto", dependencies: ["CProtobufC"]),
    .target(name: "CTTRPCProto", dependencies: ["CProtobufC", "CCommonProto"]),
    .target(name: "ProtobufCSupport", dependencies: ["CProtobufC", nioCore], swiftSettings: settings),
    .target(name: "ProtoDynamic", dependencies: ["ProtobufCSupport"], swiftSettings: settings),
    .target(name: "CommonProto", dependencies: ["CCommonProto", "ProtobufCSupport"], swiftSettings: settings),

    // RPC.
    .target(name: "TTRPCWire", dependencies: ["CommonProto", "ProtobufCSupport", nioCore], swiftSettings: settings),
    .target(
      name: "TTRPC",
      dependencies: [
        "TTRPCWire", "CommonProto", "CTTRPCProto", "CCommonProto", "ProtobufCSupport", "ProtoDynamic", nioCore, nioPosix,
        logging,
      ],
      swiftSettings: settings),

    .target(name: "CFiszkaProto", dependencies: ["CProtobufC", "CCommonProto"]),
    .target(
      name: "FiszkaAPI", dependencies: ["CFiszkaProto", "CommonProto", "ProtobufCSupport", "TTRPC"], swiftSettings: settings),

    // Fiszka.
    .target(name: "FiszkaDomain", swiftSettings: settings),
    .target(
      name: "FiszkaStore", dependencies: ["FiszkaDomain"] + sqlite, exclude: ["DESIGN.md"], swiftSettings: settings),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "COpusEnc", pkgConfig: "libopusenc", providers: [.apt(["libopusenc-dev"])]),
    .target(name: "CCurl"),
    .target(name: "CEspeakProto", dependencies: ["CProtobufC", "CCommonProto"]),
    .target(
      name: "EspeakAPI", dependencies: ["CEspeakProto", "ProtobufCSupport", "TTRPC", nioCore], swiftSettings: settings),
    .target(
      name: "FiszkaSpeech",
      dependencies: ["FiszkaDomain", "EspeakAPI", "ProtobufCSupport", "TTRPC", "CCurl", "CLinux", "COpusEnc", nioCore],
      swiftSettings: settings),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .target(name: "FiszkaSecurity", dependencies: ["FiszkaDomain", "CArgon2", "CSodium"], swiftSettings: settings),
    .target(
      name: "FiszkaServices",
      dependencies: ["FiszkaAPI", "FiszkaDomain", "TTRPC", "TTRPCWire", "CommonProto", "ProtobufCSupport", nioCore],
      swiftSettings: settings),

    // Programs.
    .systemLibrary(name: "CLinux"),
    .executableTarget(
      name: "fiszkad",
      dependencies: [
        "CLinux", "FiszkaAPI", "FiszkaDomain", "FiszkaSecurity", "FiszkaServices", "FiszkaSpeech", "FiszkaStore", "ProtoDynamic",
        "TTRPC",
        "TTRPCWire", nioCore, nioPosix, logging, argumentParser, configuration, unixSignals,
      ],
      swiftSettings: settings),
    .systemLibrary(name: "CEspeakNG", pkgConfig: "espeak-ng", providers: [.apt(["libespeak-ng-dev"])]),
    .executableTarget(
      name: "fiszka-espeak", dependencies: ["EspeakAPI", "TTRPC", "CEspeakNG", nioCore, logging], swiftSettings: settings),
    .target(
      name: "RPCCommand",
      dependencies: [
        "FiszkaAPI", "FiszkaSecurity", "ProtoDynamic", "TTRPC", "TTRPCWire", "CommonProto", "ProtobufCSupport", nioCore, nioPosix,
        argumentParser,
      ],
      swiftSettings: settings),
    .executableTarget(name: "rpc-cli", dependencies: ["RPCCommand"], swiftSettings: settings),
    .executableTarget(
      name: "rpc-load",
      dependencies: [
        "CLinux", "RPCCommand", "ProtobufCSupport", "TTRPC", nioCore, nioPosix, argumentParser, histogram,
      ],
      swiftSettings: settings),

    // Tests. The test contract is generated like the product's and is in no product.
    .target(name: "CTestProto", dependencies: ["CProtobufC", "CCommonProto"], path: "Tests/CTestProto"),
    .target(
      name: "TestAPI", dependencies: ["CTestProto", "CCommonProto", "CommonProto", "ProtobufCSupport", "TTRPC"],
      path: "Tests/TestAPI", swiftSettings: settings),
    .target(
      name: "FuzzDecoders",
      dependencies: [
        "TestAPI", "CTestProto", "FiszkaAPI", "EspeakAPI", "FiszkaDomain", "FiszkaSpeech", "CommonProto", "ProtobufCSupport",
        "ProtoDynamic",
        "TTRPC", "TTRPCWire", nioCore,
      ],
      path: "Tests/FuzzDecoders", swiftSettings: settings),
    .target(
      name: "EchoServer", dependencies: ["TestAPI", "TTRPC", "TTRPCWire", "CommonProto", "ProtobufCSupport", nioCore],
      path: "Tests/EchoServer", swiftSettings: settings),
    .executableTarget(
      name: "echo-server", dependencies: ["EchoServer", "TestAPI", "TTRPC", logging], path: "Tests/echo-server",
      swiftSettings: settings),
    .executableTarget(
      name: "bench-lanes", dependencies: ["TestAPI", "TTRPC", nioPosix], path: "Tests/Benchmarks/bench-lanes",
      swiftSettings: settings),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "CPeerSocket", path: "Tests/CPeerSocket"),
    .testTarget(name: "ProtoDynamicTests", dependencies: ["ProtoDynamic"], exclude: ["Data"], swiftSettings: settings),
    .testTarget(
      name: "ProtobufCSupportTests",
      dependencies: ["ProtobufCSupport", "CommonProto", "TestAPI", "CAllocationCounter", nioCore],
      exclude: ["Support/corpus.py"], swiftSettings: settings),
    .testTarget(
      name: "FiszkaStoreTests", dependencies: ["FiszkaStore", "FiszkaDomain", "FiszkaAPI", "TTRPC"] + sqlite,
      swiftSettings: settings),
    .testTarget(
      name: "TTRPCWireTests", dependencies: ["TTRPCWire", "CommonProto", "ProtobufCSupport", "CAllocationCounter", nioCore],
      swiftSettings: settings),
    .testTarget(
      name: "TTRPCTests",
      dependencies: [
        "TTRPC", "TTRPCWire", "TestAPI", "EchoServer", "CommonProto", "ProtobufCSupport", nioCore, nioPosix, nioEmbedded,
        logging,
      ],
      swiftSettings: settings),
    // Not among TTRPCTests, whose sources would not compile with one more C module in their sight.
    .testTarget(
      name: "TTRPCAllocationTests",
      dependencies: [
        "TTRPC", "TTRPCWire", "TestAPI", "EchoServer", "ProtobufCSupport", "CAllocationCounter", nioCore, nioEmbedded, logging,
      ],
      swiftSettings: settings),
    .testTarget(name: "FiszkaDomainTests", dependencies: ["FiszkaDomain"], swiftSettings: settings),
    .testTarget(
      name: "FiszkaSpeechTests",
      dependencies: ["FiszkaSpeech", "FiszkaDomain", "FiszkaSecurity", "FiszkaStore", "TTRPC", "fiszka-espeak"],
      swiftSettings: settings),
    .testTarget(name: "FiszkaSecurityTests", dependencies: ["FiszkaSecurity", "FiszkaDomain"], swiftSettings: settings),
    .executableTarget(
      name: "bench-store", dependencies: ["FiszkaStore", "FiszkaDomain"], path: "Tests/Benchmarks/bench-store",
      swiftSettings: settings),
    .executableTarget(
      name: "bench-sign-in",
      dependencies: [
        "FiszkaAPI", "FiszkaDomain", "FiszkaSecurity", "FiszkaServices", "FiszkaStore", "TTRPC", nioPosix, logging,
        argumentParser,
      ],
      path: "Tests/Benchmarks/bench-sign-in", swiftSettings: settings),
    .testTarget(
      name: "FiszkaServicesTests",
      dependencies: [
        "FiszkaServices", "FiszkaAPI", "FiszkaDomain", "FiszkaSecurity", "FiszkaSpeech", "FiszkaStore", "TTRPC", "TTRPCWire",
        "CommonProto", "ProtobufCSupport", "CPeerSocket", nioCore, nioPosix, logging,
      ] + sqlite,
      swiftSettings: settings),
    .testTarget(
      name: "RPCCommandTests",
      dependencies: [
        "RPCCommand", "EchoServer", "TestAPI", "CTestProto", "CommonProto", "ProtoDynamic", "ProtobufCSupport", "TTRPC",
        "TTRPCWire", nioCore, nioPosix, logging,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FuzzSeedTests", dependencies: ["FuzzDecoders", "FiszkaAPI", "ProtoDynamic"], swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "fiszkad", "rpc-cli", "echo-server", "fiszka-espeak", "FiszkaAPI", "TTRPC", "TTRPCWire", "CommonProto",
        "ProtobufCSupport", nioCore, nioPosix, logging, argumentParser,
      ] + sqlite,
      swiftSettings: settings),
    .executableTarget(
      name: "bench-speech", dependencies: ["FiszkaSpeech", "FiszkaDomain"], path: "Tests/Benchmarks/bench-speech",
      swiftSettings: settings),
    .executableTarget(
      name: "bench-messages", dependencies: ["ProtobufCSupport", "CommonProto", "TestAPI", "CAllocationCounter", nioCore],
      path: "Tests/Benchmarks/bench-messages", swiftSettings: settings),
  ]
)
