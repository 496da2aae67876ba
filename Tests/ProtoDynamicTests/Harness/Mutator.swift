/// Damages bytes in the ways that find faults in decoders; the same seed gives the same damage.
struct Mutator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64, by Sebastiano Vigna.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// `bytes` with one to three changes. `interesting` are bytes that mean something in the format.
  mutating func mutate(_ bytes: [UInt8], interesting: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...Int.random(in: 0...2, using: &self) {
      let position = result.isEmpty ? 0 : Int.random(in: 0..<result.count, using: &self)
      switch result.isEmpty ? 3 : Int.random(in: 0..<7, using: &self) {
      case 0: result[position] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1: result[position] = .random(in: 0...255, using: &self)
      case 2: result.removeSubrange(position...)
      case 3: result.insert(interesting.randomElement(using: &self) ?? 0, at: position)
      case 4: result[position] = interesting.randomElement(using: &self) ?? 0
      case 5: result.remove(at: position)
      default:
        let end = min(result.count, position + Int.random(in: 1...16, using: &self))
        result.insert(contentsOf: result[position..<end], at: Int.random(in: 0...result.count, using: &self))
      }
    }
    return result
  }
}
