package import FiszkaDomain
import Glibc

/// The files of clips: `<first two digits>/<key>.<format>` in one folder, for this user only.
///
/// A file is written under a hidden name, brought to disk, and then given its own: whoever finds it finds all of it. Not for two
/// writers at once. Every call blocks its thread.
package struct ClipFolder: Sendable {
  private static let unfinished = ".unfinished"

  /// A file as it lies there.
  struct Found: Sendable {
    /// Below the folder.
    let path: String
    let sizeBytes: Int64
  }

  private let folder: String

  /// Makes the folder where it is missing, but not the one it lies in.
  package init(_ folder: String) throws(StoreError) {
    self.folder = folder
    try Self.make(folder)
  }

  /// Where a clip's file is, below the folder.
  package static func path(_ key: ClipKey, _ format: ClipFormat) -> String {
    let text = key.text
    return "\(text.prefix(2))/\(text).\(format.rawValue)"
  }

  /// Returns once the file survives a power cut.
  ///
  /// - Throws: `.full`, `.unavailable`; then nothing is left of it.
  func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
    let shard = "\(folder)/\(path.prefix(2))"
    try Self.make(shard)
    let temporary = "\(shard)/.\(path.dropFirst(3))\(Self.unfinished)"
    defer { unlink(temporary) }
    do {
      let file = try OwnedDescriptor.create(temporary)
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
        if count < 0 && errno != EINTR { throw SystemFailure("write a clip") }
        rest = rest.dropFirst(max(count, 0))
      }
      _ = try SystemFailure.check(fsync(file.number), "bring a clip to disk")
      _ = try SystemFailure.check(rename(temporary, "\(folder)/\(path)"), "name a clip")
      let directory = try OwnedDescriptor.open(shard, O_RDONLY | O_DIRECTORY)
      _ = try SystemFailure.check(fsync(directory.number), "bring the name of a clip to disk")
    } catch let failure as SystemFailure {
      throw failure.storeError
    } catch {
      throw .unavailable("\(error)")
    }
  }

  /// All of a file whose size is known; nil: it is not there, or has another size.
  func read(_ path: String, sizeBytes: Int64) throws(StoreError) -> [UInt8]? {
    let descriptor = open("\(folder)/\(path)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw SystemFailure("open a clip").storeError
    }
    let file = OwnedDescriptor(descriptor)
    var failure: SystemFailure?
    // One more than there should be, so that a longer file shows.
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(sizeBytes) + 1) { buffer, count in
      count = 0
      while count < buffer.count {
        let more = Glibc.read(file.number, buffer.baseAddress.unsafelyUnwrapped + count, buffer.count - count)
        if more < 0 && errno == EINTR { continue }
        if more < 0 { failure = SystemFailure("read a clip") }
        if more <= 0 { break }
        count += more
      }
    }
    if let failure { throw failure.storeError }
    return Int64(bytes.count) == sizeBytes ? bytes : nil
  }

  /// Without effect when it is not there.
  func remove(_ path: String) throws(StoreError) {
    if unlink("\(folder)/\(path)") != 0 && errno != ENOENT { throw SystemFailure("remove a clip").storeError }
  }

  /// Every file that is no folder, and whether its writing was broken off.
  func files() throws(StoreError) -> (finished: [Found], unfinished: [Found]) {
    var finished: [Found] = []
    var unfinished: [Found] = []
    for shard in try Self.names(folder) where shard.utf8.count == 2 {
      for name in try Self.names("\(folder)/\(shard)") {
        var status = stat()
        guard lstat("\(folder)/\(shard)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
        let found = Found(path: "\(shard)/\(name)", sizeBytes: Int64(status.st_size))
        if name.hasSuffix(Self.unfinished) { unfinished.append(found) } else { finished.append(found) }
      }
    }
    return (finished, unfinished)
  }

  private static func make(_ folder: String) throws(StoreError) {
    if mkdir(folder, 0o700) != 0 && errno != EEXIST { throw SystemFailure("make \(folder)").storeError }
  }

  private static func names(_ folder: String) throws(StoreError) -> [String] {
    guard let entries = opendir(folder) else {
      // Not a folder of ours.
      if errno == ENOTDIR { return [] }
      throw SystemFailure("open \(folder)").storeError
    }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}

extension SystemFailure {
  /// In the terms of a store.
  var storeError: StoreError {
    switch errno {
    case ENOSPC, EDQUOT, EFBIG: .full
    default: .unavailable(description)
    }
  }
}
