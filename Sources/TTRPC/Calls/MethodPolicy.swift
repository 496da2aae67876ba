/// A method's policy: who may call it, what it touches, where and how long it runs.
package struct MethodPolicy: Sendable, Hashable {
  /// The least role that may call.
  package var access: Access
  /// Stories of the requirements that it serves, such as "ST-003".
  package var stories: [String]
  /// Columns that it reads.
  package var reads: [TableUse]
  /// Columns that it writes.
  package var writes: [TableUse]
  /// Action in the audit log, such as "import.commit"; nil: not audited.
  package var auditAction: String?
  /// Where a unary handler runs; nil for streams, which run on the task executor.
  package var executionClass: ExecutionClass?
  /// Longest time from arrival to the final answer; nil for a watch, which ends when the server drains.
  package var longestRun: Duration?

  package init(
    access: Access, stories: [String] = [], reads: [TableUse] = [], writes: [TableUse] = [], auditAction: String? = nil,
    executionClass: ExecutionClass?, longestRun: Duration?
  ) {
    self.access = access
    self.stories = stories
    self.reads = reads
    self.writes = writes
    self.auditAction = auditAction
    self.executionClass = executionClass
    self.longestRun = longestRun
  }

  /// Whether its handler has a form for the event loop that may decline.
  package var triesInline: Bool { executionClass == .tryInline || executionClass == .tryInlineSpeech }

  /// Who may call a method.
  package enum Access: Sendable, Hashable {
    /// Anyone, signed in or not.
    case anyone
    /// Any signed-in account.
    case learner
    /// The account that owns the resource whose id stands in the request's `field` (dots lead into sub-messages); admins pass.
    case owner(resource: String, field: String)
    /// Admins only.
    case admin
  }

  /// Columns of one table.
  package struct TableUse: Sendable, Hashable {
    /// Name as in db/schema.sql.
    package var table: String
    /// Names, at least one.
    package var columns: [String]

    package init(_ table: String, _ columns: [String]) {
      self.table = table
      self.columns = columns
    }
  }

  /// Where a unary handler runs.
  package enum ExecutionClass: Sendable, Hashable {
    /// On the event loop: microseconds, memory only.
    case inline
    /// First a form on the event loop that never blocks and may decline, then on the worker lane.
    case tryInline
    /// On the worker lane: short blocking work.
    case worker
    /// On the lane for long work.
    case long
    /// On the lane for password hashing, whose threads bound what hashing takes of processor and memory.
    case hashing
    /// First a form on the event loop that never blocks and may decline, then on the lane for speech.
    case tryInlineSpeech
  }
}
