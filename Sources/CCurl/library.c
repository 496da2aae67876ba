#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static struct curl_library library;
static bool is_loaded;

/* Data pointers become function pointers, as POSIX has it for dlsym. */
static bool find(void *file, const char *name, void *place) {
  void *symbol = dlsym(file, name);
  memcpy(place, &symbol, sizeof symbol);
  return symbol != NULL;
}

static void load(void) {
  void *file = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (file == NULL) return;
  is_loaded = find(file, "curl_global_init", &library.global_init) && find(file, "curl_easy_init", &library.easy_init)
    && find(file, "curl_easy_cleanup", &library.easy_cleanup) && find(file, "curl_easy_reset", &library.easy_reset)
    && find(file, "curl_easy_setopt", &library.easy_setopt) && find(file, "curl_easy_getinfo", &library.easy_getinfo)
    && find(file, "curl_easy_strerror", &library.easy_strerror) && find(file, "curl_multi_init", &library.multi_init)
    && find(file, "curl_multi_cleanup", &library.multi_cleanup)
    && find(file, "curl_multi_add_handle", &library.multi_add_handle)
    && find(file, "curl_multi_remove_handle", &library.multi_remove_handle)
    && find(file, "curl_multi_perform", &library.multi_perform) && find(file, "curl_multi_poll", &library.multi_poll)
    && find(file, "curl_multi_info_read", &library.multi_info_read)
    && find(file, "curl_slist_append", &library.slist_append)
    && find(file, "curl_slist_free_all", &library.slist_free_all) && library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct curl_library *curl_library_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded ? &library : NULL;
}
