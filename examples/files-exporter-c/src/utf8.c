#include "utf8.h"

#include <stdbool.h>

static bool is_between(uint8_t byte, uint8_t low, uint8_t high) {
  return byte >= low && byte <= high;
}

size_t utf8_sequence(const uint8_t *at, size_t left) {
  if (left == 0) return 0;
  uint8_t lead = at[0];
  if (lead < 0x80) return 1;
  if (!is_between(lead, 0xc2, 0xf4)) return 0;
  size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (left < length) return 0;
  /* The second byte's range shuts out overlong forms, surrogates, and what is above U+10FFFF. */
  uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (!is_between(at[1], low, high)) return 0;
  for (size_t i = 2; i < length; i++) {
    if (!is_between(at[i], 0x80, 0xbf)) return 0;
  }
  return length;
}
