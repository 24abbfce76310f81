#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the valid UTF-8 sequence (RFC 3629) at `at`, of which `left` bytes may be read; 0 when there
 * is none. */
size_t utf8_sequence(const uint8_t *at, size_t left);

#endif
