/** `span checkout took 12.5 ms in shop`. Plain values in and out, so that `npm test` can run it in Node. */
export function spanLine(prefix: string, name: string, startNano: u64, endNano: u64, service: string): string {
  // A clock that was set back makes a span end before it began.
  const nano: u64 = endNano > startNano ? endNano - startNano : 0;
  const shown = service.length == 0 ? "an unknown service" : service;
  return `${prefix} ${name} took ${millis(nano)} ms in ${shown}`;
}

/** Nanoseconds as milliseconds with up to three decimals. */
function millis(nano: u64): string {
  const micro = (nano + 500) / 1000;
  const whole = (micro / 1000).toString();
  const rest = micro % 1000;
  if (rest == 0) return whole;
  let decimals = rest.toString().padStart(3, "0");
  while (decimals.endsWith("0")) decimals = decimals.slice(0, decimals.length - 1);
  return whole + "." + decimals;
}
