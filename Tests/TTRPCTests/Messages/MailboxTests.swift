import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import TTRPC

@Suite struct MailboxTests {
  let eventLoop = EmbeddedEventLoop()

  private func all(of mailbox: Mailbox<Int>) -> [Int] {
    var items: [Int] = []
    mailbox.takeAll(into: &items)
    return items
  }

  @Test func manyItemsAreOneWakeUp() {
    let wakeUps = Atomic(0)
    let mailbox = Mailbox<Int>(eventLoop: eventLoop) { wakeUps.add(1, ordering: .relaxed) }
    for number in 0..<5 { #expect(mailbox.post(number)) }
    eventLoop.run()
    #expect(wakeUps.load(ordering: .relaxed) == 1)
    #expect(all(of: mailbox) == [0, 1, 2, 3, 4])
    #expect(all(of: mailbox).isEmpty)
    #expect(mailbox.post(5))
    eventLoop.run()
    #expect(wakeUps.load(ordering: .relaxed) == 2)
    #expect(all(of: mailbox) == [5])
  }

  @Test func closedMailboxReturnsWhatWasNotTakenAndTakesNoMore() {
    let mailbox = Mailbox<Int>(eventLoop: eventLoop) {}
    mailbox.post(1)
    #expect(mailbox.close() == [1])
    #expect(!mailbox.post(2))
    #expect(all(of: mailbox).isEmpty)
    #expect(mailbox.close().isEmpty)
  }

  @Test func takenItemsLeaveTheirRoomButNotThatOfABurst() {
    let mailbox = Mailbox<Int>(eventLoop: eventLoop) {}
    var items: [Int] = []
    items.reserveCapacity(100)
    for count in [1, 2_000, 1, 1, 1] {
      for number in 0..<count { mailbox.post(number) }
      mailbox.takeAll(into: &items)
      #expect(items == Array(0..<count))
      items.removeAll(keepingCapacity: true)
    }
    #expect(items.capacity <= 128)
  }
}
