#include "rfc3339.h"

#include <stdio.h>
#include <time.h>

void rfc3339_now(char text[rfc3339_room]) {
  enum { room_of_seconds = sizeof "2024-02-29T12:34:56" };
  struct timespec now = {0};
  struct tm calendar = {0};
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &calendar);
  char seconds[room_of_seconds];
  strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &calendar);
  snprintf(text, rfc3339_room, "%s.%09ldZ", seconds, (long)now.tv_nsec);
}
