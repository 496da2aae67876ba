import Glibc

/// The folder of everything that is stored.
enum DataFolder {
  /// Where data live unless told otherwise: the user's own place for data.
  private static func standard() throws(StartFailure) -> SettingLayers.Found<String> {
    if let place = variable("XDG_DATA_HOME") { return .init(value: "\(place)/fiszka", place: Setting.data.flag) }
    if let home = variable("HOME") { return .init(value: "\(home)/.local/share/fiszka", place: Setting.data.flag) }
    throw StartFailure("There is no home folder to keep data in: name a folder by \(Setting.data.flag).")
  }

  /// Makes the folder, for its owner only, unless it exists; its absolute path.
  ///
  /// - Parameter named: What the settings say, if anything.
  static func open(_ named: SettingLayers.Found<String>?) throws(StartFailure) -> String {
    let folder = if let named { named } else { try standard() }
    let path = folder.value
    if path.isEmpty || path.utf8.contains(0) { throw StartFailure("\(folder.place) must be the path of a folder.") }
    for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), 0o700) }
    mkdir(path, 0o700)
    // Whether making it worked shows now: what counts is that it is there.
    guard let resolved = realpath(path, nil) else {
      throw StartFailure("\(folder.place): the folder \(path) cannot be made: \(StartFailure.systemError()).")
    }
    defer { free(resolved) }
    var status = stat()
    if stat(resolved, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
      throw StartFailure("\(folder.place): \(path) is not a folder; name another one.")
    }
    if access(resolved, R_OK | W_OK | X_OK) != 0 {
      throw StartFailure("\(folder.place): this user may not write to \(path); change its owner or name another folder.")
    }
    return String(cString: resolved)
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
