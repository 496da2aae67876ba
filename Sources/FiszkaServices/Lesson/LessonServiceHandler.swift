package import FiszkaAPI
package import FiszkaDomain
package import TTRPC

/// `fiszka.v1.LessonService`: the reading side.
package struct LessonServiceHandler: LessonService {
  private let lessons: any LessonRepository

  package init(lessons: any LessonRepository) {
    self.lessons = lessons
  }

  package func listLessons(_ request: ListLessonsRequest, _ call: CallContext) throws(RPCError) -> ListLessonsResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    let filter = LessonFilter(
      ownerID: request.ownedOnly ? caller.accountID : nil, search: check.searchKey(request.search, "search"),
      title: check.searchKey(request.title, "title"))
    try check.finish()
    let query = try PageQuery(size: request.pageSize, token: request.pageToken, filter: filter.tokenFilter)
    return try call.answer(.none) { limit in
      let (found, next) = try query.collect(
        { (page) throws(StoreError) in try lessons.lessons(filter, page: page, limit: limit) },
        key: \.id, convert: { FiszkaAPI.Lesson($0) })
      return ListLessonsResponse(lessons: found, nextPageToken: next)
    }
  }

  package func getLesson(_ request: GetLessonRequest, _ call: CallContext) throws(RPCError) -> GetLessonResponse {
    var check = RequestCheck()
    check.id(request.lessonID, "lesson_id")
    try check.finish()
    return try call.answer(.lessonID(request.lessonID)) { limit in
      GetLessonResponse(lesson: .init(try lessons.lesson(request.lessonID, limit: limit)))
    }
  }

  package func listItems(_ request: ListItemsRequest, _ call: CallContext) throws(RPCError) -> ListItemsResponse {
    let id = request.lessonID
    var check = RequestCheck()
    check.id(id, "lesson_id")
    let search = check.searchKey(request.search, "search")
    try check.finish()
    let query = try PageQuery(
      size: request.pageSize, token: request.pageToken, filter: "items;lesson=\(id);search=\(search?.text ?? "")")
    return try call.answer(.lessonID(id)) { limit in
      let (items, next) = try query.collect(
        { (page) throws(StoreError) in try lessons.items(ofLesson: id, search: search, page: page, limit: limit) },
        key: \.id, convert: { FiszkaAPI.LessonItem($0) })
      return ListItemsResponse(items: items, nextPageToken: next)
    }
  }
}

extension RequestCheck {
  /// The key that is looked for; nil for an empty text.
  fileprivate mutating func searchKey(_ text: String, _ field: String) -> TextKey? {
    length(text, field, atMost: 255)
    let key = TextKey(text)
    return key.isEmpty ? nil : key
  }
}

extension LessonFilter {
  /// Keys have no line breaks, which keeps the parts apart.
  fileprivate var tokenFilter: String {
    "lessons;owner=\(ownerID ?? 0)\nsearch=\(search?.text ?? "")\ntitle=\(title?.text ?? "")"
  }
}
