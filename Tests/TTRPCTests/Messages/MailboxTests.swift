import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import TTRPC

@Suite struct MailboxTests {
  let eventLoop = EmbeddedEventLoop()

  @Test func manyItemsAreOneWakeUp() {
    let wakeUps = Atomic(0)
    let mailbox = Mailbox<Int>(eventLoop: eventLoop) { wakeUps.add(1, ordering: .relaxed) }
    for number in 0..<5 { #expect(mailbox.post(number)) }
    eventLoop.run()
    #expect(wakeUps.load(ordering: .relaxed) == 1)
    #expect(mailbox.takeAll() == [0, 1, 2, 3, 4])
    #expect(mailbox.takeAll().isEmpty)
    #expect(mailbox.post(5))
    eventLoop.run()
    #expect(wakeUps.load(ordering: .relaxed) == 2)
    #expect(mailbox.takeAll() == [5])
  }

  @Test func closedMailboxReturnsWhatWasNotTakenAndTakesNoMore() {
    let mailbox = Mailbox<Int>(eventLoop: eventLoop) {}
    mailbox.post(1)
    #expect(mailbox.close() == [1])
    #expect(!mailbox.post(2))
    #expect(mailbox.takeAll().isEmpty)
    #expect(mailbox.close().isEmpty)
  }
}
