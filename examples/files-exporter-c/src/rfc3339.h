#ifndef RFC3339_H
#define RFC3339_H

#include <stdint.h>

enum { rfc3339_room = sizeof "2024-02-29T12:34:56.000000789Z" };

/* The time by the clock, UTC, with nine digits of a second: 2024-02-29T12:34:56.000000789Z. */
void rfc3339_now(char text[rfc3339_room]);

#endif
