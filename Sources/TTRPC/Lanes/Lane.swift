import Glibc

/// Work that a lane's thread carries out.
package protocol LaneJob: Sendable {
  /// Runs to its end on one of the lane's threads; may block.
  func run()
}

/// A fixed number of threads over one bounded queue, so that one kind of work cannot starve another.
///
/// Jobs start in the order of submission. Threads live until `shutdown`.
package final class Lane: @unchecked Sendable {  // All mutable state is guarded by `mutex`.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wakeUp: UnsafeMutablePointer<pthread_cond_t>
  private var queue = JobQueue()
  private var idleThreads = 0
  private var busyThreads = 0
  private let threadCount: Int
  private var isShutDown = false
  private var threads: [pthread_t] = []
  private let name: String
  private let queueLimit: Int

  /// - Parameters:
  ///   - name: What the system's tools show as the threads' name, at most 15 bytes.
  ///   - threads: How many jobs run at once; at least 1.
  ///   - queueLimit: How many jobs may wait beyond those that run.
  package init(name: String, threads count: Int, queueLimit: Int) {
    mutex = .allocate(capacity: 1)
    wakeUp = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wakeUp, nil)
    self.name = name
    self.queueLimit = queueLimit
    threadCount = max(count, 1)
    for _ in 0..<threadCount {
      var thread = pthread_t()
      let context = Unmanaged.passRetained(self).toOpaque()
      let status = pthread_create(
        &thread, nil,
        { context in
          Unmanaged<Lane>.fromOpaque(context.unsafelyUnwrapped).takeRetainedValue().work()
          return nil
        }, context)
      precondition(status == 0, "The system gives no more threads: \(String(cString: strerror(status)))")
      threads.append(thread)
    }
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(wakeUp)
    mutex.deallocate()
    wakeUp.deallocate()
  }

  /// Queues `job`; false, and nothing queued, when the queue is full or the lane was shut down.
  package func submit(_ job: any LaneJob) -> Bool {
    enqueue(job, limit: queueLimit)
  }

  /// Queues `job` whatever the queue's length: for the next step of work that was admitted before.
  package func submitStep(_ job: any LaneJob) -> Bool {
    enqueue(job, limit: .max)
  }

  /// How many jobs wait and how many run now.
  package var load: (waiting: Int, running: Int) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return (queue.count, busyThreads)
  }

  /// Lets what is queued run, then ends the threads; returns when they have ended. Not from one of the lane's own threads.
  package func shutdown() {
    pthread_mutex_lock(mutex)
    isShutDown = true
    let ending = threads
    threads = []
    pthread_cond_broadcast(wakeUp)
    pthread_mutex_unlock(mutex)
    for thread in ending { pthread_join(thread, nil) }
  }

  private func enqueue(_ job: any LaneJob, limit: Int) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    // A job for which a thread is free does not wait, even if that thread has yet to wake up.
    if isShutDown || queue.count - (threadCount - busyThreads) >= limit { return false }
    queue.append(job)
    if idleThreads > 0 { pthread_cond_signal(wakeUp) }
    return true
  }

  private func work() {
    nameThread()
    var job = nextJob(isFirst: true)
    while let current = job {
      current.run()
      job = nextJob(isFirst: false)
    }
  }

  /// Through the file because Glibc's module does not show `pthread_setname_np`. A thread without a name works as well.
  private func nameThread() {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    if file < 0 { return }
    _ = write(file, name, name.utf8.count)
    close(file)
  }

  private func nextJob(isFirst: Bool) -> (any LaneJob)? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if !isFirst { busyThreads -= 1 }
    while queue.count == 0 {
      if isShutDown { return nil }
      idleThreads += 1
      pthread_cond_wait(wakeUp, mutex)
      idleThreads -= 1
    }
    busyThreads += 1
    return queue.removeFirst()
  }
}
