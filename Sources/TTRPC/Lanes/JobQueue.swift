/// First in, first out, without moving what waits.
struct JobQueue {
  private var jobs: [(any LaneJob)?] = []
  private var head = 0

  var count: Int { jobs.count - head }

  mutating func append(_ job: any LaneJob) {
    jobs.append(job)
  }

  /// The oldest job. Not to be called on an empty queue.
  mutating func removeFirst() -> any LaneJob {
    let job = jobs[head].unsafelyUnwrapped  // Set at `append`, cleared only here.
    jobs[head] = nil
    head += 1
    if head == jobs.count {
      jobs.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 256 && head * 2 >= jobs.count {
      jobs.removeFirst(head)
      head = 0
    }
    return job
  }
}
