import FiszkaDomain

/// FinishImportUpload: checks the file and reads its rows, or reads them again with other settings.
struct ImportFinish {
  struct Outcome {
    let item: Import
    let droppedCorrections: Int64
  }

  let ports: ImportPorts
  let holds: ImportHolds

  /// - Parameter settings: nil: as said before.
  func finish(
    _ id: Int64, sizeBytes: Int64, digest: [UInt8], settings: ImportSettings?, limit: WorkLimit
  ) throws -> Outcome {
    try holds.hold(id, for: .reading, limit: limit) {
      try ports.deciding(on: id, limit: limit) { item in
        let settings = settings ?? item.origin.settings
        switch ImportRules.finishUpload(of: item, sizeBytes: sizeBytes, digest: digest) {
        case .stage:
          try check(digest, of: item, limit: limit)
          return Outcome(item: try stage(item, settings, digest, limit), droppedCorrections: 0)
        case .alreadyFinished where settings == item.origin.settings:
          return Outcome(item: item, droppedCorrections: 0)
        case .alreadyFinished:
          return try reread(item, settings, digest, limit)
        case .refuse(let refusal):
          throw ImportFailure.refused(refusal, of: item)
        }
      }
    }
  }

  private func reread(
    _ item: Import, _ settings: ImportSettings, _ digest: [UInt8], _ limit: WorkLimit
  ) throws -> Outcome {
    switch ImportRules.reread(item) {
    case .stage(let dropped):
      return Outcome(item: try stage(item, settings, digest, limit), droppedCorrections: dropped)
    case .refuse(let refusal):
      throw ImportFailure.refused(refusal, of: item)
    }
  }

  private func stage(
    _ item: Import, _ settings: ImportSettings, _ digest: [UInt8], _ limit: WorkLimit
  ) throws -> Import {
    var staging = ImportStaging(ports: ports, item: item, settings: settings, limit: limit)
    return try staging.run(digest: digest)
  }

  private func check(_ digest: [UInt8], of item: Import, limit: WorkLimit) throws {
    // Nothing was uploaded, so there is no file to look into.
    if item.receivedBytes == 0 { throw ImportReadingError.emptyFile }
    let received = try ports.files.digest(ofImport: item.id, size: item.receivedBytes, limit: limit)
    if received != digest { throw ImportFailure.wrongDigest(received: received) }
  }
}
