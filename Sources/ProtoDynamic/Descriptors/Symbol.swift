/// What a full name stands for: an index in the pool's list of its sort; for methods and extensions the file.
enum Symbol {
  case message(Int)
  case enumeration(Int)
  case service(Int)
  case member(file: Int)
}

func withoutLeadingDot(_ name: String) -> String {
  name.utf8.first == UInt8(ascii: ".") ? String(name.dropFirst()) : name
}
