#ifndef SPAN_LINES_H
#define SPAN_LINES_H

#include "../spandock/otlp.h"

/*
 * Gives `write` one line for each span of a batch that otlp_check has looked at:
 * "span checkout took 12.5 ms in shop". The line belongs to this function.
 */
void span_lines(struct bytes request, struct bytes prefix, void (*write)(struct bytes line));

#endif
