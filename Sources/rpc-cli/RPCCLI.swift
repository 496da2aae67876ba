import Glibc
import RPCCommand

@main struct RPCCLI {
  static func main() async {
    exit(await RootCommand.run(Array(CommandLine.arguments.dropFirst())))
  }
}
