/// Returns when `condition` holds, for conditions that nobody announces; or when the test's time limit, which fails it, is over.
func eventually(_ condition: () throws -> Bool) async rethrows {
  while try !condition(), !Task.isCancelled { await Task.yield() }
}
