package import NIOCore
package import TTRPCWire

/// How a server runs; the defaults suit a home server.
package struct ServerConfiguration: Hashable, Sendable {
  /// Bounds of one connection.
  package var limits = Limits()
  /// Bounds of time of one connection.
  package var times = ConnectionTimes()
  /// Unary calls that take at least this long, the wait for a thread included, are logged as warnings.
  package var slowCall = TimeAmount.seconds(1)
  /// Connections open at once; one more is closed as soon as it is accepted.
  package var connections = 1_024
  /// Threads that carry bytes and run INLINE handlers.
  package var eventLoopThreads = 1
  /// Threads of the worker lane, on which WORKER handlers and the steps of streams run.
  package var workerThreads = 4
  /// Calls that may wait for a worker.
  package var workerQueue = 1_024
  /// Threads of the lane for long work.
  package var longThreads = 2
  /// Calls that may wait for the lane for long work.
  package var longQueue = 64
  /// Threads of the lane for password hashing; each may hold the memory of one hash.
  package var hashingThreads = 1
  /// Calls that may wait for the lane for password hashing.
  package var hashingQueue = 256
  /// Threads of the lane for speech, which mostly wait for engines.
  package var speechThreads = 8
  /// Calls that may wait for the lane for speech.
  package var speechQueue = 1_024
  /// Permission bits of Unix socket files.
  package var unixMode: UInt32 = 0o600
  /// Group that Unix socket files are given to; nil keeps the process's own.
  package var unixGroup: UInt32?
  /// How long a shutdown waits for calls that run.
  package var drainTime: TimeAmount = .seconds(10)

  /// The defaults.
  package init() {}
}
