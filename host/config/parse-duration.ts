const unitMillis: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** The longest delay that a timer takes (2³¹ - 1 ms, 24 days); beyond it, Node fires at once. */
export const maxDurationMillis = 2 ** 31 - 1;

/**
 * Reads a duration as Go writes it (https://pkg.go.dev/time#ParseDuration), such as `5s`, `250ms`, `1m30s`, `1.5h`
 * or `0`; without a sign. Milliseconds, rounded up to a whole one; undefined when it is none or too long.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let millis = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    millis += Number(number) * (unitMillis[unit!] ?? Number.NaN);
  }
  // Sums of binary fractions come out a hair too long, and that hair is not worth a millisecond.
  const whole = Math.ceil(Number(millis.toFixed(6)));
  return whole <= maxDurationMillis ? whole : undefined;
}
