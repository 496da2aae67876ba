extension DescriptorPool {
  /// The message that the type URL of an Any names after its last slash, or nil.
  func message(forTypeURL url: String) -> MessageDescriptor? {
    guard let slash = url.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let name = url[url.utf8.index(after: slash)...]
    return name.utf8.first == UInt8(ascii: ".") ? nil : message(named: String(name))
  }
}
