#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * HTTP by libcurl, which is loaded when it is first needed: with all that it brings it would add 6 MiB to every daemon, also to those that
 * speak by espeak-ng alone. Its functions take their arguments by number, which Swift cannot do.
 */

/* Connections that are kept, and one exchange at a time. Belongs to one thread at a time. */
typedef struct http_session http_session;

typedef struct {
  const char *url;
  /* Lines "Name: value"; ends with NULL. */
  const char *const *headers;
  /* NULL: a GET; else a POST of these bytes, which stay the caller's and must live until the exchange ends. */
  const uint8_t *body;
  size_t body_length;
  /* Whether the proxies that the environment names are used. */
  bool uses_proxy;
  long connect_timeout_milliseconds;
  size_t most_response_bytes;
} http_request;

typedef enum {
  HTTP_RUNNING,
  HTTP_ANSWERED,
  /* No connection: refused, no such host, too long, no trust. */
  HTTP_UNREACHABLE,
  /* The response is longer than it may be. */
  HTTP_TOO_LARGE,
  /* The connection broke off. */
  HTTP_BROKEN
} http_state;

typedef struct {
  long status;
  const uint8_t *bytes;
  size_t length;
  /* Seconds of the header Retry-After; 0: none. */
  long retry_after_seconds;
  /* Whether any of a response came. */
  bool has_begun;
} http_response;

/* NULL when there is no libcurl or no memory. */
http_session *http_session_open(void);
/* Ends the exchange that runs, if one does. */
void http_session_close(http_session *session);
/* Begins an exchange; ends the one before. False for a URL or a body that libcurl does not take. */
bool http_session_begin(http_session *session, const http_request *request);
/* Goes on, and waits for the network at most so long. */
http_state http_session_step(http_session *session, int wait_milliseconds);
/* What came so far; valid until the session begins another exchange, ends this one or closes. */
http_response http_session_response(http_session *session);
/* Why it is unreachable or broken; never NULL. */
const char *http_session_problem(http_session *session);
/* Ends the exchange; the connection of one that was answered is kept. */
void http_session_end(http_session *session);
