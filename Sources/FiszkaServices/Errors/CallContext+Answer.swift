import FiszkaDomain
import TTRPC

extension CallContext {
  /// Runs a call's work and gives its failure the form that goes over the wire.
  func answer<Answer>(_ subject: ErrorSubject, _ work: (WorkLimit) throws -> Answer) throws(RPCError) -> Answer {
    do {
      return try work(WorkLimit(self))
    } catch let error as RPCError {
      throw error
    } catch let error as StoreError {
      throw RPCError(error, about: subject)
    } catch let error as ImportFailure {
      throw RPCError(error, about: subject)
    } catch let error as AccountFailure {
      throw RPCError(error, about: subject)
    } catch let error as PasswordHashingError {
      throw RPCError(error)
    } catch let error as ErasureFailure {
      throw RPCError(error, about: subject)
    } catch let error as ImportReadingError {
      throw RPCError(error)
    } catch {
      throw .defect(error)
    }
  }
}
