#include "CCurl.h"

#include "library.h"

#include <stdlib.h>
#include <string.h>

struct http_session {
  const struct curl_library *curl;
  CURLM *multi;
  CURL *easy;
  struct curl_slist *headers;
  bool is_running;
  uint8_t *bytes;
  size_t length;
  size_t capacity;
  size_t most_bytes;
  bool is_too_large;
  bool has_begun;
  CURLcode outcome;
  char problem[CURL_ERROR_SIZE];
};

http_session *http_session_open(void) {
  const struct curl_library *curl = curl_library_load();
  http_session *session = curl == NULL ? NULL : calloc(1, sizeof *session);
  if (session == NULL) return NULL;
  session->curl = curl;
  session->multi = curl->multi_init();
  session->easy = curl->easy_init();
  if (session->multi == NULL || session->easy == NULL) {
    http_session_close(session);
    return NULL;
  }
  return session;
}

void http_session_close(http_session *session) {
  http_session_end(session);
  if (session->easy != NULL) session->curl->easy_cleanup(session->easy);
  if (session->multi != NULL) session->curl->multi_cleanup(session->multi);
  free(session->bytes);
  free(session);
}

/* Returning another number than it was given ends the exchange. */
static size_t take_body(char *data, size_t size, size_t count, void *context) {
  http_session *session = context;
  size_t more = size * count;
  if (more > session->most_bytes - session->length) {
    session->is_too_large = true;
    return 0;
  }
  if (session->length + more > session->capacity) {
    size_t capacity = session->capacity < 65536 ? 65536 : session->capacity * 2;
    if (capacity < session->length + more) capacity = session->length + more;
    uint8_t *bytes = realloc(session->bytes, capacity);
    if (bytes == NULL) return 0;
    session->bytes = bytes;
    session->capacity = capacity;
  }
  memcpy(session->bytes + session->length, data, more);
  session->length += more;
  return more;
}

static size_t take_header(char *data, size_t size, size_t count, void *context) {
  (void)data;
  ((http_session *)context)->has_begun = true;
  return size * count;
}

static bool take_headers(http_session *session, const char *const *lines) {
  for (; *lines != NULL; lines++) {
    struct curl_slist *longer = session->curl->slist_append(session->headers, *lines);
    if (longer == NULL) return false;
    session->headers = longer;
  }
  return true;
}

/* Everything that decides where a request goes and what it says. */
static bool configure(http_session *session, const http_request *request) {
  CURL *easy = session->easy;
  CURLcode (*set)(CURL *, CURLoption, ...) = session->curl->easy_setopt;
  bool ok = set(easy, CURLOPT_URL, request->url) == CURLE_OK;
  ok = ok && set(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
  ok = ok && set(easy, CURLOPT_HTTPHEADER, session->headers) == CURLE_OK;
  /* Another server than the one that was named gets neither words nor keys. */
  ok = ok && set(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK;
  if (!request->uses_proxy) ok = ok && set(easy, CURLOPT_PROXY, "") == CURLE_OK;
  ok = ok && set(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_milliseconds) == CURLE_OK;
  /* No signals in a program with threads. */
  ok = ok && set(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
  ok = ok && set(easy, CURLOPT_TCP_NODELAY, 1L) == CURLE_OK;
  ok = ok && set(easy, CURLOPT_ERRORBUFFER, session->problem) == CURLE_OK;
  ok = ok && set(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK && set(easy, CURLOPT_WRITEDATA, session) == CURLE_OK;
  ok = ok && set(easy, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK && set(easy, CURLOPT_HEADERDATA, session) == CURLE_OK;
  if (request->body != NULL) {
    ok = ok && set(easy, CURLOPT_POST, 1L) == CURLE_OK && set(easy, CURLOPT_POSTFIELDS, request->body) == CURLE_OK;
    ok = ok && set(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length) == CURLE_OK;
  }
  return ok;
}

bool http_session_begin(http_session *session, const http_request *request) {
  http_session_end(session);
  session->curl->easy_reset(session->easy);
  session->length = 0;
  session->most_bytes = request->most_response_bytes;
  session->is_too_large = false;
  session->has_begun = false;
  session->outcome = CURLE_OK;
  session->problem[0] = '\0';
  if (!take_headers(session, request->headers) || !configure(session, request)) return false;
  session->is_running = session->curl->multi_add_handle(session->multi, session->easy) == CURLM_OK;
  return session->is_running;
}

static http_state state_of(http_session *session) {
  switch (session->outcome) {
    case CURLE_OK: return HTTP_ANSWERED;
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    /* No other time is limited by libcurl than that of the connection. */
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return HTTP_UNREACHABLE;
    default: return session->is_too_large ? HTTP_TOO_LARGE : HTTP_BROKEN;
  }
}

http_state http_session_step(http_session *session, int wait_milliseconds) {
  int running = 0, left = 0;
  CURLMcode code = session->curl->multi_perform(session->multi, &running);
  if (code == CURLM_OK && running > 0) {
    code = session->curl->multi_poll(session->multi, NULL, 0, wait_milliseconds, NULL);
    if (code == CURLM_OK) code = session->curl->multi_perform(session->multi, &running);
  }
  if (code != CURLM_OK) {
    session->outcome = CURLE_FAILED_INIT;
    return HTTP_BROKEN;
  }
  CURLMsg *message = session->curl->multi_info_read(session->multi, &left);
  if (message == NULL || message->msg != CURLMSG_DONE) return running > 0 ? HTTP_RUNNING : HTTP_BROKEN;
  session->outcome = message->data.result;
  return state_of(session);
}

http_response http_session_response(http_session *session) {
  http_response response = {0, session->bytes, session->length, 0, session->has_begun};
  curl_off_t seconds = 0;
  session->curl->easy_getinfo(session->easy, CURLINFO_RESPONSE_CODE, &response.status);
  session->curl->easy_getinfo(session->easy, CURLINFO_RETRY_AFTER, &seconds);
  response.retry_after_seconds = seconds > 3600 ? 3600 : (long)seconds;
  return response;
}

const char *http_session_problem(http_session *session) {
  return session->problem[0] != '\0' ? session->problem : session->curl->easy_strerror(session->outcome);
}

void http_session_end(http_session *session) {
  if (session->is_running) session->curl->multi_remove_handle(session->multi, session->easy);
  session->is_running = false;
  if (session->headers != NULL) session->curl->slist_free_all(session->headers);
  session->headers = NULL;
}
