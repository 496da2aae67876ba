/// Finds a repeated name of an object: small objects are compared one by one, larger ones through a hash table.
struct UniqueNames {
  private static let smallCount = 8
  private var names: Set<ExactText> = []

  /// False when `name` is among `members`; each name that was inserted before must be there.
  mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
    let name = ExactText(name)
    if members.count < Self.smallCount { return !members.contains { ExactText($0.name) == name } }
    if names.isEmpty { names = Set(members.map { ExactText($0.name) }) }
    return names.insert(name).inserted
  }
}
