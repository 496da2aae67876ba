import Foundation

/// The names of columns that word lists use, in English and Polish.
enum HeaderNames {
  /// What a name says.
  struct Meaning: Hashable {
    let field: ImportField
    /// False for names such as "word" or "translation" that leave open which language they mean.
    let isCertain: Bool
  }

  /// What a column with this name holds; nil: not known. Case, marks on letters, punctuation and what stands in brackets do
  /// not matter.
  static func meaning(of name: String) -> Meaning? {
    if name.utf8.count > 256 { return nil }
    if let meaning = table[normalized(name)] { return meaning }
    guard let bracket = name.firstIndex(where: { "([{".contains($0) }) else { return nil }
    return table[normalized(String(name[..<bracket]))]
  }

  /// The fields that names in a row stand for; empty unless one of them is a word's English or Polish side.
  static func recognizedFields(in names: [String]) -> Set<ImportField> {
    let fields = Set(names.compactMap { meaning(of: $0)?.field })
    return fields.contains(.english) || fields.contains(.polish) ? fields : []
  }

  private static func normalized(_ name: String) -> String {
    var words = ""
    for scalar in TextKey(name).text.decomposedStringWithCanonicalMapping.unicodeScalars {
      if scalar == "ł" {
        words += "l"
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        words.unicodeScalars.append(scalar)
      } else if scalar.properties.generalCategory != .nonspacingMark {
        words += " "
      }
    }
    return words.split(separator: " ").joined(separator: " ")
  }

  private static let table: [String: Meaning] = {
    var table: [String: Meaning] = [:]
    for (field, isCertain, names) in lists {
      for name in names.split(separator: ",") {
        table[normalized(String(name))] = Meaning(field: field, isCertain: isCertain)
      }
    }
    return table
  }()

  private static let lists: [(ImportField, Bool, String)] = [
    (
      .english, true,
      """
      english,en,eng,ang,in english,english word,english words,english phrase,english term,english text,word en,word english,\
      angielski,angielskie,angielska,po angielsku,j angielski,jezyk angielski,słowo angielskie,słówko angielskie,\
      słówka angielskie,wyraz angielski,fraza angielska,słowo ang,słowo en,słówko ang,slowo po angielsku,słówko po angielsku
      """
    ),
    (
      .english, false,
      "word,words,term,terms,phrase,vocabulary,front,question,słowo,słowa,słówko,słówka,wyraz,wyrazy,wyrażenie,fraza,hasło,zwrot"
    ),
    (
      .polish, true,
      """
      polish,pl,pol,in polish,polish word,polish words,polish phrase,polish term,polish text,polish translation,\
      polish meaning,word pl,translation pl,polski,polskie,polska,po polsku,j polski,język polski,słowo polskie,\
      słówko polskie,słówka polskie,wyraz polski,tłumaczenie polskie,tłumaczenie na polski,tłumaczenie pl,słowo pl,\
      polskie tłumaczenie,polskie znaczenie,znaczenie polskie,słowo po polsku,słówko po polsku
      """
    ),
    (
      .polish, false,
      "translation,translations,meaning,meanings,definition,back,answer,tłumaczenie,tłumaczenia,przekład,znaczenie,definicja"
    ),
    (
      .example, true,
      """
      example,examples,example sentence,example sentences,sentence,sentences,usage,usage example,context,\
      przykład,przykłady,przykładowe zdanie,przykładowe zdania,zdanie,zdania,zdanie przykładowe,przykład użycia,\
      przykłady użycia,użycie,kontekst
      """
    ),
    (
      .tags, true,
      """
      tags,tag,label,labels,category,categories,topic,topics,tagi,etykieta,etykiety,kategoria,kategorie,temat,tematy,\
      dział,grupa tematyczna
      """
    ),
    (
      .phoneticHint, true,
      """
      phonetic hint,phonetic,phonetics,pronunciation,ipa,transcription,phonetic transcription,phonetichint,\
      wymowa,transkrypcja,fonetyka,zapis fonetyczny,transkrypcja fonetyczna,podpowiedź wymowy,podpowiedź fonetyczna,wskazówka fonetyczna
      """
    ),
  ]
}
