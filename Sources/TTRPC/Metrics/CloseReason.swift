/// Why a connection ended; the name is the label in the metrics.
enum CloseReason: String, CaseIterable {
  /// The peer closed it.
  case peer
  /// The server drained.
  case shutdown
  /// The socket failed.
  case failure
  /// The peer does not speak ttrpc.
  case notTTRPC = "not_ttrpc"
  /// No byte came within the time for the first ones.
  case noFirstBytes = "no_first_bytes"
  /// A frame was begun and not completed in time.
  case unfinishedFrame = "unfinished_frame"
  /// No calls and no bytes for too long.
  case idle
  /// The peer did not take what was written.
  case writeStall = "write_stall"
}
