import FiszkaAPI
import FiszkaDomain
import TTRPC

/// The part of a clip that GetClip is asked for.
struct ClipRange {
  let key: ClipKey
  private let offset: Int64
  private let count: Int64

  /// - Throws: REQUEST_INVALID.
  init(_ request: GetClipRequest) throws(RPCError) {
    var check = RequestCheck()
    let key = check.clipKey(request.key, "key")
    check.require(request.offset >= 0, "offset", "is not negative.")
    check.require(request.limitBytes >= 0, "limit_bytes", "is not negative; 0 means as many as fit.")
    try check.finish()
    guard let key else { throw .clipNotFound() }
    self.key = key
    offset = request.offset
    let most = SpeechServiceHandler.mostBytes
    count = request.limitBytes == 0 ? most : min(request.limitBytes, most)
  }

  /// - Throws: CLIP_OFFSET_BEYOND_END.
  func response(_ found: ClipWithSound) throws(RPCError) -> GetClipResponse {
    let size = Int64(found.sound.count)
    if offset > size {
      throw RPCError(
        .outOfRange, .clipOffsetBeyondEnd, "The clip ends before that offset.", metadata: ["size_bytes": "\(size)"])
    }
    let isWhole = offset == 0 && size <= count
    let data = isWhole ? found.sound : Array(found.sound[Int(offset)..<Int(min(offset + count, size))])
    return GetClipResponse(data: data, sizeBytes: size, format: .init(found.clip.format))
  }
}
