import FiszkaDomain

/// PreviewImport: the record, which the first look makes `previewed`.
struct ImportPreview {
  let ports: ImportPorts
  let holds: ImportHolds

  func look(at id: Int64, limit: WorkLimit) throws -> Import {
    try holds.check(id)
    return try ports.deciding(on: id, limit: limit) { item in
      switch ImportRules.preview(of: item) {
      case .show(let status):
        return try ports.imports.setStatus(status, of: item, audit: nil, limit: limit)
      case .showOnly:
        return item
      case .refuse(let refusal):
        throw ImportFailure.refused(refusal, of: item)
      }
    }
  }
}
