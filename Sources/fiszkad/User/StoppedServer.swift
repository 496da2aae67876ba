import FiszkaDomain
import FiszkaSecurity
import FiszkaStore

/// A data folder that no server uses, written to directly.
enum StoppedServer {
  static func create(
    _ new: NewAdmin, in folder: String, hashing: Argon2Parameters
  ) throws(StartFailure) -> (Int64, String) {
    let store = try open(folder)
    let made = Result { () throws(StartFailure) in try create(new, in: store, hashing) }
    do throws(StoreError) {
      try store.close()
    } catch {
      // What went wrong before matters more.
      if case .success = made { throw StartFailure("The account was made, but the database not closed in good order: \(error).") }
    }
    return try made.get()
  }

  private static func open(_ folder: String) throws(StartFailure) -> Store {
    do throws(OpenFailure) {
      return try Store(folder, now: Composition.now)
    } catch .locked {
      throw StartFailure(
        "A server uses the data folder \(folder) and listens on none of the sockets that were tried: name its socket by --unix.")
    } catch {
      throw StartFailure(error.message)
    }
  }

  private static func create(
    _ new: NewAdmin, in store: Store, _ hashing: Argon2Parameters
  ) throws(StartFailure) -> (Int64, String) {
    do {
      let hash = try Argon2Hasher(hashing).hash(new.password)
      let made = try SQLiteAccountRepository(store).create(
        NewAccount(email: new.email, nickname: new.nickname, role: .admin, passwordHash: hash), at: Composition.now(),
        audit: AuditIntent(action: "account.create", actorID: Caller.system.accountID), limit: .none)
      return (made.account.id, AccountLimits.warning(count: made.count))
    } catch StoreError.duplicate("user") {
      throw StartFailure(StartFailure.cannotListen, "Another account has this address.")
    } catch {
      throw StartFailure("The account cannot be made: \(error).")
    }
  }
}
