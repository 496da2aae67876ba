import Glibc

/// A file system of 1 MiB, unmounted with this object.
final class SmallDisk {
  let folder: TemporaryFolder

  /// Nil where the system does not let even root mount one, such as in a container.
  init?() throws {
    folder = try TemporaryFolder()
    if mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") != 0 { return nil }
  }

  deinit {
    umount2(folder.path, Int32(MNT_DETACH.rawValue))
  }
}
