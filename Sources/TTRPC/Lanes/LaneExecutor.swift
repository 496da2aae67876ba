/// Runs Swift tasks on a lane's threads: a suspended task holds none of them, a blocking step holds no cooperative thread.
package final class LaneExecutor: TaskExecutor {
  private let lane: Lane

  package init(_ lane: Lane) {
    self.lane = lane
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let step = Step(job: UnownedJob(job), executor: asUnownedTaskExecutor())
    // A lane that was shut down takes nothing more, and a task must end all the same.
    if !lane.submitStep(step) { step.run() }
  }

  private struct Step: LaneJob {
    let job: UnownedJob
    let executor: UnownedTaskExecutor

    func run() {
      job.runSynchronously(on: executor)
    }
  }
}
