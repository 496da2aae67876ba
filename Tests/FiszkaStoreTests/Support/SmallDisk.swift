import Glibc
import Testing

/// A file system of 1 MiB, unmounted with this object.
final class SmallDisk {
  /// Whether the system lets this process mount one: not where it is no root, and not in every container.
  static let canBeMade = (try? SmallDisk()) != nil

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0)
  }

  deinit {
    umount2(folder.path, Int32(MNT_DETACH))
  }
}
