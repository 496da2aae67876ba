/// All that makes one clip different from another: what its key is made of.
package struct ClipRecipe: Hashable, Sendable {
  /// Grows when clips of before must not be taken for those of now, such as after a change of loudness.
  package static let version = 1

  /// What is said, and how the engine is asked for it.
  package let order: SpeechOrder
  /// Who speaks.
  package let engine: SpeechEngineName
  /// Model and voice as the engine names them: `SpeechEngine.voiceIdentity`.
  package let model: String
  /// How it is encoded.
  package let format: ClipFormat

  package init(order: SpeechOrder, engine: SpeechEngineName, model: String, format: ClipFormat) {
    self.order = order
    self.engine = engine
    self.model = model
    self.format = format
  }

  /// The same in another format.
  package func encoded(as format: ClipFormat) -> ClipRecipe {
    ClipRecipe(order: order, engine: engine, model: model, format: format)
  }

  /// The clip's key.
  ///
  /// - Parameter digest: SHA-256 of bytes: the domain has none of its own.
  package func key(_ digest: ([UInt8]) -> [UInt8]) -> ClipKey {
    guard let key = ClipKey(digest: digest(bytes)) else { preconditionFailure("A digest has 32 bytes.") }
    return key
  }

  /// Every part with a byte behind it that no part has, so that no two recipes give the same bytes.
  private var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + order.text.utf8.count + model.utf8.count)
    func add(_ part: some Sequence<UInt8>) {
      bytes.append(contentsOf: part)
      bytes.append(0xFF)
    }
    add("fiszka clip \(Self.version)".utf8)
    add(order.text.utf8)
    add(engine.rawValue.utf8)
    add(model.utf8)
    add(order.accent.rawValue.utf8)
    add("\(order.speedPercent)".utf8)
    add(format.rawValue.utf8)
    return bytes
  }
}
