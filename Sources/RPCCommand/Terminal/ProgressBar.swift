import Glibc

/// How far an upload is, on one line of a terminal; nothing elsewhere.
struct ProgressBar {
  private static let width = 30

  private let title: String
  private let isShown: Bool
  private var lastPercent = -1

  init(_ title: String) {
    self.title = title
    isShown = isatty(STDERR_FILENO) == 1
  }

  mutating func show(_ done: Int, of total: Int) {
    let percent = total == 0 ? 100 : done * 100 / total
    guard isShown, percent != lastPercent else { return }
    lastPercent = percent
    let filled = percent * Self.width / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    write("\r\(title) \(bar) \(percent) %")
  }

  /// Removes the line.
  func clear() {
    if isShown && lastPercent >= 0 { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    // A bar that cannot be shown is no failure.
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
