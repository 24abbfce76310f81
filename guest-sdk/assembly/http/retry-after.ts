import { nowUnixNano } from "../system/clock";
import { parseHttpDate } from "./http-date";
import { HttpHeaders } from "./http-headers";

const nanosPerSecond: u64 = 1_000_000_000;

/** The header `retry-after` (RFC 9110, 10.2.3) in milliseconds from now; -1 when there is none that can be read. */
export function retryAfterMillis(headers: HttpHeaders): i64 {
  const value = headers.get("retry-after");
  if (value === null) return -1;
  const text = value.trim();
  const seconds = secondsIn(text);
  if (seconds >= 0) return seconds * 1000;
  const then = parseHttpDate(text);
  if (then < 0) return -1;
  // By the server's own clock when it tells it, which need not go like ours.
  const date = headers.get("date");
  const told = date === null ? -1 : parseHttpDate(date);
  const now = told >= 0 ? told : <i64>(nowUnixNano() / nanosPerSecond);
  return max(then - now, 0) * 1000;
}

/** -1 for what is no number of at most nine digits. */
function secondsIn(text: string): i64 {
  if (text.length == 0 || text.length > 9) return -1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x30 || unit > 0x39) return -1;
  }
  return I64.parseInt(text);
}
