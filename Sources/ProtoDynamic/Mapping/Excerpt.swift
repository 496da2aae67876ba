/// `text` in quotes for a message, cut to 64 characters, control characters escaped.
func excerpt(_ text: String) -> String {
  let cut = text.unicodeScalars.prefix(64)
  let shown = String(cut).debugDescription
  return cut.endIndex == text.unicodeScalars.endIndex ? shown : "\(shown)…"
}
