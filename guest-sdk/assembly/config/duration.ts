const maxMillis: f64 = <f64>i32.MAX_VALUE;

/**
 * Reads a duration as Go writes it (https://pkg.go.dev/time#ParseDuration), without a sign. Milliseconds, rounded up to
 * a whole one; 0 when it is none, or longer than 24 days.
 */
export function parseDuration(text: string): u32 {
  let millis: f64 = 0;
  let at = 0;
  while (at < text.length) {
    const number = at;
    while (at < text.length && isOfNumber(text.charCodeAt(at))) at++;
    const unit = at;
    while (at < text.length && !isOfNumber(text.charCodeAt(at))) at++;
    const each = millisOf(text.substring(unit, at));
    const value = parseFloat(text.substring(number, unit));
    if (each == 0 || isNaN(value)) return 0;
    if (text.substring(number, unit).split(".").length > 2) return 0;
    millis += value * each;
  }
  // Sums of binary fractions come out a hair too long, and that hair is not worth a millisecond.
  const whole = Math.ceil(millis - 1e-6);
  return whole <= maxMillis ? <u32>whole : 0;
}

/** Digits and the point. */
function isOfNumber(unit: i32): bool {
  return (unit >= 0x30 && unit <= 0x39) || unit == 0x2e;
}

/** 0 for what is no unit. */
function millisOf(unit: string): f64 {
  if (unit == "s") return 1_000;
  if (unit == "ms") return 1;
  if (unit == "m") return 60_000;
  if (unit == "h") return 3_600_000;
  if (unit == "us" || unit == "µs" || unit == "μs") return 1e-3;
  return unit == "ns" ? 1e-6 : 0;
}
