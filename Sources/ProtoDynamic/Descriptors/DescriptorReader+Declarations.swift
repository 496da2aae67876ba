/// Declarations as they stand in the set, before names are resolved.
extension DescriptorReader {
  struct File {
    var name = ""
    var package = ""
    var isProto3 = false
    var dependencies: [String] = []
    var symbols: [String] = []
    var extensions: [ExtensionDescriptor] = []
    var serialized: [UInt8] = []
  }

  struct Message {
    let fullName: String
    let file: Int
    var fields: [Field] = []
    var oneofs: [String] = []
    var isMapEntry = false
  }

  struct Field {
    var name = ""
    var jsonName: String?
    var number: UInt64 = 0
    var label: UInt64 = 1
    var type: UInt64 = 0
    var typeName = ""
    var extendee = ""
    var oneof: UInt64?
    var packed: Bool?
  }

  struct Service {
    let fullName: String
    let file: Int
    var methods: [ServiceDescriptor.Method] = []
  }
}
