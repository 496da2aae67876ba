#pragma once
#include <spawn.h>

/* glibc declares it for _GNU_SOURCE only, which Swift's module of it does without. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
