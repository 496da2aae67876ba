import CFiszkaProto

/// The contract as data: what generic clients and reflection read at run time.
package enum ContractDescriptors {
  /// A serialized google.protobuf.FileDescriptorSet of the product's services, the health, reflection and control services,
  /// google.rpc, and everything these import. In the program's read-only memory: valid for as long as it runs.
  package static var bytes: UnsafeRawBufferPointer {
    var length = 0
    let start = fiszka_descriptor_set(&length)
    return UnsafeRawBufferPointer(start: start, count: length)
  }
}
