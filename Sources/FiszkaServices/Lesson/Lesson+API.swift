import CommonProto
import FiszkaAPI
import FiszkaDomain

extension FiszkaAPI.Lesson {
  init(_ lesson: FiszkaDomain.Lesson) {
    self.init(
      id: lesson.id, ownerUserID: lesson.ownerID, title: lesson.title, description: lesson.description,
      itemCount: lesson.itemCount, createdAt: ProtobufTimestamp(lesson.createdAt),
      updatedAt: ProtobufTimestamp(lesson.updatedAt))
  }
}

extension FiszkaAPI.LessonItem {
  init(_ item: FiszkaDomain.LessonItem) {
    self.init(
      id: item.id, lessonID: item.lessonID, english: item.english, polish: item.polish, example: item.example,
      tags: item.tags.values, phoneticHint: item.phoneticHint, createdAt: ProtobufTimestamp(item.createdAt))
  }
}
