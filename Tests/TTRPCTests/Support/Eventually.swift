/// Returns when `condition` holds, for conditions that nobody announces. The test's time limit ends what never comes.
func eventually(_ condition: () throws -> Bool) async rethrows {
  while try !condition() { await Task.yield() }
}
