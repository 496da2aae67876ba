import FiszkaSecurity
import FiszkaStore

// As the composition does it: neither target knows the other.
extension SHA256: FileDigest {}
