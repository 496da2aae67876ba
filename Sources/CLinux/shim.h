#pragma once
#include <elf.h>
#include <malloc.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <sys/epoll.h>

/* glibc declares it for _GNU_SOURCE only, which Swift's module of spawn.h does without. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
