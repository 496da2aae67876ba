/// The way to a channel's handler for what others run on its event loop. Used on that loop only.
///
/// The handler sets it when it is added and clears it when it is removed: between the two they keep each other. A weak reference
/// would need no care, but makes every retain and release of the handler slow, and they are many in a call.
final class HandlerReference<Handler: AnyObject>: @unchecked Sendable {  // Used on one event loop only.
  var handler: Handler?
}
