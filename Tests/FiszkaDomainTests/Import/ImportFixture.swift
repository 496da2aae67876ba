import FiszkaDomain

/// An import in any state a test needs.
func makeImport(
  status: ImportStatus = .uploaded, receivedBytes: Int64 = 0, uploadComplete: Bool = false, digest: [UInt8]? = nil,
  counts: ImportCounts = ImportCounts(), target: ImportTarget? = nil, fileName: String = "words.csv",
  result: ImportResult? = nil, undoneAt: Instant? = nil
) -> Import {
  Import(
    id: 9, revision: 4, origin: NewImport(uploadedBy: 7, fileName: fileName, target: target),
    createdAt: Instant(microseconds: 1), status: status, receivedBytes: receivedBytes, uploadComplete: uploadComplete,
    digest: digest, reading: nil, counts: counts, result: result, undoneAt: undoneAt)
}

let sampleResult = ImportResult(
  lessonID: 3, lessonIsNew: true, inserted: 5, duplicates: 1, errors: 0, committedAt: Instant(microseconds: 5))
