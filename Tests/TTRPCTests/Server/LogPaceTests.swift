import NIOCore
import Testing

@testable import TTRPC

@Suite struct LogPaceTests {
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  /// What `pace` says at times in seconds after the start.
  private func answers(_ seconds: Int64...) -> [Int?] {
    var pace = LogPace(pause: .seconds(10))
    return seconds.map { pace.admit(at: Self.start + .seconds($0)) }
  }

  @Test func theFirstLinePassesAtOnce() {
    #expect(answers(0) == [0])
  }

  @Test func linesWithinThePauseAreHeldBackAndCountedByTheNext() {
    #expect(answers(0, 0, 5, 9, 10, 11, 30, 50) == [0, nil, nil, nil, 3, nil, 1, 0])
  }

  @Test func linesOfOneKindHoldBackNoneOfAnother() {
    let paces = LogPaces()
    for kind in [.refused, .closed(.idle), .closed(.writeStall)] as [LogPaces.Kind] {
      #expect(paces.admit(kind, at: Self.start) == 0)
      #expect(paces.admit(kind, at: Self.start) == nil)
    }
  }
}
