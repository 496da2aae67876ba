#define _GNU_SOURCE
#include "peer_socket.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// The system call and not glibc's function, which changes every thread of the process.
static int become(unsigned user_id) { return syscall(SYS_setresuid, -1, user_id, -1) == 0 ? 0 : errno; }

int peer_socket_pair(unsigned user_id, int ends[2]) {
  unsigned before = geteuid();
  int failure = become(user_id);
  if (failure != 0) return failure;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) failure = errno;
  int unchanged = become(before);
  return failure != 0 ? failure : unchanged;
}
