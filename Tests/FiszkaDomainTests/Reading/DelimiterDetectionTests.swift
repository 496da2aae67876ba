import FiszkaDomain
import Testing

struct DelimiterDetectionTests {
  @Test(arguments: [
    ("cat,kot\ndog,pies\n", Delimiter.comma),
    ("cat;kot\ndog;pies\n", .semicolon),
    ("cat\tkot\ndog\tpies\n", .tab),
    ("cat|kot\ndog|pies\n", .pipe),
    ("cat - kot\ndog - pies\n", .dash),
    ("cat – kot\ndog - pies\nice cream — lody\n", .dash),
    // Commas in translations.
    ("house;dom, budynek\nbig;duży, wielki\ncat;kot\n", .semicolon),
    ("house\tdom, budynek; chata\nbig\tduży, wielki\n", .tab),
    ("well-known - znany, sławny\nto go - iść, jechać\n", .dash),
    // Semicolons in translations.
    ("\"house\",\"dom; budynek\"\ncat,kot\ndog,pies\n", .comma),
    // Every line has one of each: the rarer character wins.
    ("a,b;c,d\ne,f;g,h\n", .semicolon),
    // The header decides whatever the rows look like.
    ("english,polish\nhouse,dom;budynek;chata\nbig,duży;wielki;ogromny\n", .comma),
    ("angielski;polski;przykład\ncat;kot;Cats, dogs, mice, cows\ndog;pies;A, b, c, d\n", .semicolon),
    // Quoted delimiters do not count.
    ("\"a;b;c\",x\n\"d;e;f\",y\n", .comma),
    ("word\nother\n", .comma),
    ("word", .comma),
  ])
  func theDelimiterIsFound(text: String, delimiter: Delimiter) throws {
    let file = try readFile(text)
    #expect(file.reading.delimiter?.value == delimiter)
    #expect(file.reading.delimiter?.reason.isEmpty == false)
  }

  @Test func aDelimiterChosenByHandIsTaken() throws {
    let file = try readFile("a,b;c\n", ImportSettings(delimiter: .comma))
    #expect(file.summary == ["a|b;c"])
    #expect(file.reading.delimiter == Decision(.comma, reason: "Chosen by hand."))
  }

  @Test(arguments: ["sep=;\r\n", "SEP=;\n", "\u{FEFF}sep=;\r"])
  func theDelimiterLineOfSpreadsheetsIsNoRow(line: String) throws {
    let file = try readFile(line + "cat;kot, kotek\ndog;pies, piesek\n")
    #expect(file.summary == ["cat|kot, kotek", "dog|pies, piesek"])
    #expect(file.rows.map(\.lineNumber) == [2, 3])
    #expect(file.reading.delimiter == Decision(.semicolon, reason: "The file's first line states it."))
    #expect(try readFile(line + "cat;kot, kotek\ndog;pies, piesek\n", pieces: .byByte) == file)
  }

  @Test func aFirstLineThatOnlyLooksLikeADelimiterLineIsARow() throws {
    #expect(try readFile("sep=x\ncat,kot\n").counts.total == 2)
    #expect(try readFile("sep=,,\ncat,kot\n").counts.total == 2)
  }
}
