// The floor of the bench: two processes on a Unix socket pair send each other messages of the sizes of a health check's frames and
// do nothing else. Prints the JSON object of the load clients, with the answering side's CPU time per call added.
//
// usage: pingpong SECONDS [SERVER_CPU CLIENT_CPU]
#define _GNU_SOURCE
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { request_size = 40, response_size = 14 };

static const int64_t second = 1000000000;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) fail("clock_gettime");
  return now.tv_sec * second + now.tv_nsec;
}

static void pin(const char *cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(atoi(cpu), &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) fail("sched_setaffinity");
}

// Returns 0 at the end of the connection. The messages are far smaller than a socket's buffer, so none is split.
static int receive(int socket, size_t size) {
  char buffer[64];
  ssize_t count = read(socket, buffer, size);
  if (count < 0) fail("read");
  return count == (ssize_t)size;
}

static void transmit(int socket, size_t size) {
  static const char zeros[64];
  if (write(socket, zeros, size) != (ssize_t)size) fail("write");
}

static void answer(int socket) {
  while (receive(socket, request_size)) transmit(socket, response_size);
  _exit(0);
}

static int compare(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

// Fills `latencies` (nanoseconds) until the time or the room is up; returns the number of calls.
static size_t measure(int socket, int64_t length, uint32_t *latencies, size_t room) {
  size_t calls = 0;
  int64_t started = read_clock(CLOCK_MONOTONIC), until = started + length;
  while (started < until && calls < room) {
    transmit(socket, request_size);
    if (!receive(socket, response_size)) fail("the answering side ended");
    int64_t ended = read_clock(CLOCK_MONOTONIC);
    latencies[calls++] = (uint32_t)(ended - started);
    started = ended;
  }
  return calls;
}

int main(int count, char **arguments) {
  double seconds = count > 1 ? atof(arguments[1]) : 0;
  if ((count != 2 && count != 4) || seconds <= 0) {
    fprintf(stderr, "usage: pingpong SECONDS [SERVER_CPU CLIENT_CPU]\n");
    return 2;
  }
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) fail("socketpair");
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    close(sockets[0]);
    if (count == 4) pin(arguments[2]);
    answer(sockets[1]);
  }
  close(sockets[1]);
  if (count == 4) pin(arguments[3]);
  size_t room = (size_t)(seconds * 2000000) + 1;
  uint32_t *latencies = malloc(room * sizeof *latencies);
  clockid_t child_clock;
  if (latencies == NULL || clock_getcpuclockid(child, &child_clock) != 0) fail("clock_getcpuclockid");
  size_t warmup = measure(sockets[0], second / 10, latencies, room);
  int64_t before = read_clock(child_clock), started = read_clock(CLOCK_MONOTONIC);
  size_t calls = measure(sockets[0], (int64_t)(seconds * second), latencies, room);
  double elapsed = (double)(read_clock(CLOCK_MONOTONIC) - started) / second;
  double cpu = (double)(read_clock(child_clock) - before) / 1000 / (double)calls;
  close(sockets[0]);
  waitpid(child, NULL, 0);
  qsort(latencies, calls, sizeof *latencies, compare);
  printf("{\"calls_total\":%zu,\"calls\":%zu,\"calls_per_second\":%.1f,\"p50_us\":%.3f,\"p99_us\":%.3f,\"cpu_us\":%.3f}\n",
         calls + warmup, calls, calls / elapsed, latencies[calls / 2] / 1000.0, latencies[calls * 99 / 100] / 1000.0, cpu);
  return 0;
}
