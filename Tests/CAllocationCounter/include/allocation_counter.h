#pragma once
#include <stddef.h>

// Counts heap allocations of the calling thread: malloc, calloc, realloc of NULL, and the aligned forms. The counter
// replaces those functions in the test executable; under a sanitizer, which does the same, it is not there.

// 1 where allocations are counted.
int allocation_counter_is_available(void);

// Allocations of this thread since it started.
size_t allocation_counter_value(void);
