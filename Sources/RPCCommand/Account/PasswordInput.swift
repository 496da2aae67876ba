import FiszkaSecurity

/// A password from the terminal, without echo, or from a line of standard input.
enum PasswordInput {
  static func read(_ prompt: String = "Password: ") throws(CommandFailure) -> String {
    let text: String
    do throws(SecretInput.Failure) {
      text = try SecretInput.readLine(prompt: prompt)
    } catch {
      throw .usage(error.message)
    }
    if text.isEmpty { throw .usage("There is no password on standard input.") }
    return text
  }
}
