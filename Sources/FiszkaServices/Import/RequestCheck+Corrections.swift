import FiszkaAPI
import FiszkaDomain

extension RequestCheck {
  private static let maximumLength = 1_000

  /// The changes that a request wants. What is wrong becomes violations.
  mutating func changes(_ corrections: [ImportRowCorrection]) -> [ImportCorrection.Change] {
    require((1...500).contains(corrections.count), "corrections", "has 1 to 500 entries.")
    var numbers: Set<Int64> = []
    return corrections.prefix(500).enumerated().map { index, correction in
      let path = "corrections[\(index)]"
      id(correction.rowNumber, "\(path).row_number")
      require(numbers.insert(correction.rowNumber).inserted, "\(path).row_number", "is named twice.")
      let texts: [(FiszkaDomain.ImportField, String?)] = [
        (.english, correction.english), (.polish, correction.polish), (.example, correction.example),
        (.phoneticHint, correction.phoneticHint),
      ]
      var fields: [FiszkaDomain.ImportField: String] = [:]
      for case (let field, let text?) in texts {
        length(text, "\(path).\(field.rawValue)", atMost: Self.maximumLength)
        fields[field] = text
      }
      if let tags = correction.tags { fields[.tags] = text(of: tags.tags, "\(path).tags.tags") }
      return ImportCorrection.Change(number: correction.rowNumber, fields: fields)
    }
  }

  /// Tags as one text, which is how rows hold them: so no tag may have what separates two.
  private mutating func text(of tags: [String], _ path: String) -> String {
    require(tags.count <= 100, path, "has at most 100 tags.")
    for (index, tag) in tags.prefix(100).enumerated() {
      require(!FieldText.clean(tag).text.isEmpty, "\(path)[\(index)]", "is not empty.")
      length(tag, "\(path)[\(index)]", atMost: 255)
      let isOne = !tag.utf8.contains { [0x3B, 0x2C, 0x7C, 0x0A, 0x0D].contains($0) }
      require(isOne, "\(path)[\(index)]", "has no semicolon, comma, vertical bar or line break: these separate tags.")
    }
    return tags.joined(separator: ";")
  }
}
