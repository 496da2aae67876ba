/// The version of this build, the same for the daemon and its client.
package enum FiszkaVersion {
  /// As `--version` prints it.
  package static let current = "0.1.0"
}
