import FiszkaDomain
import Testing

@Suite struct ClipRecipeTests {
  private static func recipe(
    _ text: String = "cat", _ accent: Accent = .uk, voice: String = "", speed: Int = 100, _ engine: SpeechEngineName = .espeak,
    model: String = "en-gb", _ format: ClipFormat = .wav
  ) -> ClipRecipe {
    ClipRecipe(
      order: SpeechOrder(text: text, accent: accent, voice: voice, speedPercent: speed), engine: engine, model: model,
      format: format)
  }

  /// The bytes that a recipe has hashed, which are as different as their hashes are to be.
  private static func hashed(_ recipe: ClipRecipe) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = recipe.key { input in
      bytes = input
      return [UInt8](repeating: 0, count: 32)
    }
    return bytes
  }

  @Test func everyPartMakesAnotherKey() {
    let recipes = [
      Self.recipe(), Self.recipe("cats"), Self.recipe("Cat"), Self.recipe("cat", .us), Self.recipe(speed: 99),
      Self.recipe("cat", .uk, .piper), Self.recipe(model: "en-us"), Self.recipe("cat", .uk, .opus),
      Self.recipe("catespeak", model: ""), Self.recipe("cat", .uk, model: "en-gbuk"),
    ]
    #expect(Set(recipes.map(Self.hashed)).count == recipes.count)
  }

  @Test func theVoiceAskedForCountsOnlyThroughTheModel() {
    #expect(Self.hashed(Self.recipe(voice: "en-gb")) == Self.hashed(Self.recipe()))
  }

  /// A change here is a change of every key: then `version` has to grow, or not to.
  @Test func theBytesStayAsTheyAre() {
    let text = "fiszka clip 1|cat|espeak|en-gb|uk|100|wav|"
    #expect(Self.hashed(Self.recipe()) == text.utf8.map { $0 == UInt8(ascii: "|") ? 0xFF : $0 })
  }

  @Test func anotherFormatIsTheSameOtherwise() {
    #expect(Self.recipe().encoded(as: .opus) == Self.recipe("cat", .uk, .opus))
  }
}

extension ClipRecipeTests {
  fileprivate static func recipe(
    _ text: String, _ accent: Accent, voice: String = "", speed: Int = 100, model: String = "en-gb", _ format: ClipFormat
  ) -> ClipRecipe {
    recipe(text, accent, voice: voice, speed: speed, .espeak, model: model, format)
  }
}
