import FiszkaDomain
import Testing

@testable import FiszkaSpeech

@Suite struct RecentSoundsTests {
  private static func key(_ number: Int) -> ClipKey {
    ClipKey(digest: [UInt8](repeating: UInt8(number), count: 32))!
  }

  private static func sound(_ number: Int, _ count: Int = 10) -> [UInt8] {
    [UInt8](repeating: UInt8(number), count: count)
  }

  @Test func whatWasReadLongestAgoMakesRoom() {
    var sounds = RecentSounds(limitBytes: 100)
    for number in 1...10 { #expect(sounds.put(Self.key(number), Self.sound(number)) == []) }
    #expect(sounds.take(Self.key(1)) == Self.sound(1))
    #expect(sounds.put(Self.key(11), Self.sound(11)) == [Self.key(2)])
    #expect(sounds.put(Self.key(12), Self.sound(12, 12)) == [Self.key(3), Self.key(4)])
    #expect(sounds.bytes == 92)
    #expect(sounds.take(Self.key(1)) == Self.sound(1) && sounds.take(Self.key(2)) == nil)
  }

  @Test func whatWouldTakeTooMuchRoomIsNotKept() {
    var sounds = RecentSounds(limitBytes: 100)
    _ = sounds.put(Self.key(1), Self.sound(1))
    #expect(sounds.put(Self.key(2), Self.sound(2, 13)) == [])
    #expect(!sounds.contains(Self.key(2)) && sounds.contains(Self.key(1)))
  }

  @Test func aNewSoundTakesThePlaceOfTheOld() {
    var sounds = RecentSounds(limitBytes: 100)
    _ = sounds.put(Self.key(1), Self.sound(1))
    _ = sounds.put(Self.key(1), Self.sound(9, 5))
    #expect(sounds.take(Self.key(1)) == Self.sound(9, 5) && sounds.bytes == 5)
    sounds.remove(Self.key(1))
    sounds.remove(Self.key(1))
    #expect(sounds.bytes == 0 && sounds.take(Self.key(1)) == nil)
  }

  /// Against a list that is searched.
  @Test func itDoesWhatASimplerOneDoes() {
    var sounds = RecentSounds(limitBytes: 80)
    var simple: [(key: Int, count: Int)] = []
    var state: UInt64 = 7
    for _ in 0..<5_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Int(state >> 33) % 20
      let count = Int(state >> 40) % 10 + 1
      switch state >> 60 {
      case 0..<7:
        simple.removeAll { $0.key == number }
        simple.append((number, count))
        while simple.reduce(0, { $0 + $1.count }) > 80 { simple.removeFirst() }
        _ = sounds.put(Self.key(number), Self.sound(number, count))
      case 7..<14:
        let found = simple.firstIndex { $0.key == number }.map { simple.remove(at: $0) }
        if let found { simple.append(found) }
        #expect(sounds.take(Self.key(number)) == found.map { Self.sound($0.key, $0.count) })
      default:
        simple.removeAll { $0.key == number }
        sounds.remove(Self.key(number))
      }
      #expect(sounds.bytes == Int64(simple.reduce(0) { $0 + $1.count }))
    }
  }
}
