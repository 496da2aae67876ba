/// What a server does about a call of `ControlService/Cancel`, which succeeds either way.
package enum OnServerCancel: Hashable, Sendable {
  /// Tell the stream's handler to stop. Its end is written as usual.
  case stop
  /// Nothing: the stream is over, unknown or cancelled already.
  case nothing
}
