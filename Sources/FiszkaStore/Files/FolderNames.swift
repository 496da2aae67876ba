import FiszkaDomain
import Glibc

/// Names in a folder.
enum FolderNames {
  /// Every name in the folder, "." and ".." too, in no order; none when there is no such folder.
  static func read(_ folder: String) throws(StoreError) -> [String] {
    guard let entries = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw SystemError("open \(folder)").storeError
    }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
        })
    }
    return names
  }
}
