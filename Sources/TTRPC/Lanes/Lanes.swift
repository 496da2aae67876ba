import Dispatch

/// The threads on which a server's handlers run.
struct Lanes: Sendable {
  let worker: Lane
  let long: Lane
  let hashing: Lane
  let speech: Lane
  /// Runs the tasks of streams on the worker lane.
  let executor: LaneExecutor

  init(_ configuration: ServerConfiguration) {
    worker = Lane(name: "worker", threads: configuration.workerThreads, queueLimit: configuration.workerQueue)
    long = Lane(name: "long", threads: configuration.longThreads, queueLimit: configuration.longQueue)
    hashing = Lane(name: "hashing", threads: configuration.hashingThreads, queueLimit: configuration.hashingQueue)
    speech = Lane(name: "speech", threads: configuration.speechThreads, queueLimit: configuration.speechQueue)
    executor = LaneExecutor(worker)
  }

  /// The lane on which unary handlers of a class run when they do not run on the event loop.
  func lane(of executionClass: MethodPolicy.ExecutionClass?) -> Lane {
    switch executionClass {
    case .long: long
    case .hashing: hashing
    case .tryInlineSpeech: speech
    case .worker, .tryInline, .inline, nil: worker
    }
  }

  /// Lets what is queued run and ends the threads, from a thread that may block.
  func shutdown() async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      // A queue of its own gets a thread of its own; the global ones share theirs with Swift tasks.
      DispatchQueue(label: "lanes.shutdown").async {
        worker.shutdown()
        long.shutdown()
        hashing.shutdown()
        speech.shutdown()
        done.resume()
      }
    }
  }
}
