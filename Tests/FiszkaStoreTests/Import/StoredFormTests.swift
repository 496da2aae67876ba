import FiszkaDomain
import Testing

@testable import FiszkaStore

/// What older databases hold must stay readable: these texts never change, new ones may be added.
struct StoredFormTests {
  @Test func theReadingOfAFile() throws {
    let text = """
      {"columns":[{"field":"english","name":"english"},{"name":"uwagi"}],"columnsReason":"The header names them.",\
      "delimiter":{"reason":"Every line has two.","value":"semicolon"},"emptyRows":0,\
      "encoding":{"reason":"Bytes of ą and ś.","value":"windows-1250"},\
      "format":{"reason":"The file has columns.","value":"csv"},"hasByteOrderMark":false,\
      "header":{"reason":"english, polski","value":true}}
      """
    #expect(try JSONColumn.text(Sample.reading) == text)
    #expect(try JSONColumn.value(ImportReading.self, from: text) == Sample.reading)
  }

  @Test(arguments: [
    (ImportSettings(), #"{"mapping":[]}"#),
    (
      ImportSettings(
        format: .jsonLines, encoding: .utf16BigEndian, delimiter: .dash, hasHeader: false,
        mapping: [.english: .name("słowo")]),
      #"{"delimiter":"dash","encoding":"utf-16be","format":"json_lines","hasHeader":false,"#
        + #""mapping":["english",{"name":{"_0":"słowo"}}]}"#
    ),
    (ImportSettings(mapping: [.polish: .index(3)]), #"{"mapping":["polish",{"index":{"_0":3}}]}"#),
  ])
  func whatTheUploaderSaid(settings: ImportSettings, text: String) throws {
    #expect(try JSONColumn.text(settings) == text)
    #expect(try JSONColumn.value(ImportSettings.self, from: text) == settings)
  }

  @Test func theProblemsOfARow() throws {
    let problems = [
      RowProblem(.englishEmpty, field: .english, message: "The English word is missing."),
      RowProblem(.quoteNotClosed, message: "Close: the quote."),
    ]
    let text = "ENGLISH_EMPTY:english The English word is missing.\nQUOTE_NOT_CLOSED Close: the quote."
    #expect(RowProblem.columnText(problems) == text)
    #expect(try RowProblem.list(fromColumn: text) == problems)
    #expect(try RowProblem.list(fromColumn: "") == [])
  }

  @Test(arguments: ["NO_SUCH_CODE text", "ENGLISH_EMPTY:nothing text", "ENGLISH_EMPTY", ":english text", " text"])
  func aProblemThatCannotBeIsCorrupt(text: String) {
    #expect(throws: StoreError.corrupt("a row's problem cannot be read")) { try RowProblem.list(fromColumn: text) }
  }

  @Test func everyProblemAndFieldHasItsForm() throws {
    for code in RowProblem.Code.allCases {
      for field in [nil] + ImportField.allCases.map(Optional.some) {
        let problem = RowProblem(code, field: field, message: "A sentence.")
        #expect(try RowProblem.list(fromColumn: RowProblem.columnText([problem])) == [problem])
      }
    }
  }
}
