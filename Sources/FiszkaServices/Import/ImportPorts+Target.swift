import FiszkaDomain
import TTRPC

extension ImportPorts {
  /// Sees to it that `caller` may write to `target`: a new lesson, or one that the caller may change.
  func check(_ target: ImportTarget?, for caller: Caller, limit: WorkLimit) throws {
    guard case .lesson(let id) = target else { return }
    let lesson: Lesson
    do {
      lesson = try lessons.lesson(id, limit: limit)
    } catch StoreError.notFound {
      throw ImportFailure.targetNotFound(lessonID: id)
    }
    if caller.mayChange(whatBelongsTo: lesson.ownerID) { return }
    throw caller.isOutsideAdminNetwork ? RPCError.outsideAdminNetwork : ImportFailure.targetNotOwned(lessonID: id)
  }
}
