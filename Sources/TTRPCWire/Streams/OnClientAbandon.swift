/// What a client does about a call that its caller gives up.
package enum OnClientAbandon: Hashable, Sendable {
  /// Tell the server to stop, with `ControlService/Cancel`, if it has that. Never close the sending side for this: the server
  /// would take what it has for everything.
  case cancel
  /// Nothing: the call has ended.
  case nothing
}
