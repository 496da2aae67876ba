import FiszkaDomain
import Testing

struct CSVParserTests {
  @Test(
    arguments: [
      ("", []),
      ("a", [["a"]]),
      ("a,b", [["a", "b"]]),
      ("a,b\n", [["a", "b"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("a\r\nb\nc\rd", [["a"], ["b"], ["c"], ["d"]]),
      ("a\n\n\r\n \t\nb", [["a"], ["b"]]),
      ("a,", [["a", ""]]),
      (",", [["", ""]]),
      (",,\n,", [["", "", ""], ["", ""]]),
      ("\"a\",\"b\"", [["a", "b"]]),
      ("\"a,b\",c", [["a,b", "c"]]),
      ("\"a\nb\",c\nd", [["a\nb", "c"], ["d"]]),
      ("\"a\r\nb\rc\n\",d", [["a\r\nb\rc\n", "d"]]),
      ("\"say \"\"hi\"\"\",b", [["say \"hi\"", "b"]]),
      ("\"\"\"\"", [["\""]]),
      ("\"\"", [[""]]),
      ("\"\",\"\"", [["", ""]]),
      ("a\"b,c\"d\"", [["a\"b", "c\"d\""]]),
      ("5\" disk,dysk", [["5\" disk", "dysk"]]),
      ("a, \"b, c\" ,d", [["a", "b, c", "d"]]),
      ("\t\"a\"\t,b", [["a", "b"]]),
      ("#comment,b", [["#comment", "b"]]),
      (" a , b ", [[" a ", " b "]]),
      ("\"a\" \"b\",c", [["a \"b\"", "c"]]),
      ("\"a\"b\"c,d", [["ab\"c", "d"]]),
      ("zażółć,\"gęślą\"\n", [["zażółć", "gęślą"]]),
    ] as [(String, [[String]])])
  func recordsAreSplitAsFilesReallyAre(text: String, fields: [[String]]) {
    let bytes = Array(text.utf8)
    let whole = CSVCollector.read(bytes)
    #expect(whole.collector.fields == fields)
    #expect(CSVCollector.read(bytes, pieces: .byByte).collector == whole.collector)
    for count in bytes.indices {
      #expect(CSVCollector.read(bytes, pieces: .split(at: count)).collector == whole.collector)
    }
  }

  @Test(arguments: [
    (Delimiter.semicolon, "a;b,c|d\te - f", ["a", "b,c|d\te - f"]),
    (.tab, "a\tb;c,d\t e", ["a", "b;c,d", " e"]),
    (.tab, "a\t\"b\tc\"\t", ["a", "b\tc", ""]),
    (.pipe, "a|b;c,d|", ["a", "b;c,d", ""]),
    (.dash, "ice cream - lody", ["ice cream", "lody"]),
    (.dash, "well-known – znany — sławny", ["well-known", "znany", "sławny"]),
    (.dash, "a -b- c", ["a -b- c"]),
    (.dash, "cat -", ["cat -"]),
    (.dash, "cat - ", ["cat", ""]),
    (.dash, " - kot", ["", "kot"]),
    (.dash, "a - - b", ["a", "- b"]),
    (.dash, "\"a - b\" - c", ["a - b", "c"]),
    (.dash, "\"a -\" b", ["a - b"]),
    (.dash, "a  -  b", ["a ", " b"]),
    (.dash, "a \u{2013}", ["a \u{2013}"]),
  ])
  func everyDelimiterSplitsAndNoOtherDoes(delimiter: Delimiter, line: String, fields: [String]) {
    let bytes = Array(line.utf8)
    let whole = CSVCollector.read(bytes, delimiter: delimiter)
    #expect(whole.collector.fields == [fields])
    #expect(CSVCollector.read(bytes, delimiter: delimiter, pieces: .byByte).collector == whole.collector)
  }

  @Test func recordsKnowTheirLines() {
    let text = "a\r\n\r\n\"b\nb\"\rc\n\n\n\"d\r\nd\r\nd\",x\ne"
    let lines = CSVCollector.read(Array(text.utf8)).collector.records.map(\.line)
    #expect(lines == [1, 3, 5, 8, 11])
    #expect(CSVCollector.read(Array(text.utf8), pieces: .byByte).collector.records.map(\.line) == lines)
  }

  @Test func emptyLinesAreCountedAndAQuotedNothingIsARecord() {
    let (collector, blankLines) = CSVCollector.read(Array("a\n\n \n\"\"\n\t\n".utf8))
    #expect(collector.fields == [["a"], [""]])
    #expect(blankLines == 3)
  }

  @Test func textBehindAClosingQuoteIsReportedAndSpacesAreNot() {
    let records = CSVCollector.read(Array("\"a\"b,c\n\"a\" ,c\n\"a\"\t\n".utf8)).collector.records
    #expect(records.map(\.findings) == [CSVRecord.Findings.textAfterQuote.rawValue, 0, 0])
  }
}
