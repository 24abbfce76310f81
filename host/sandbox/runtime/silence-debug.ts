const guard =
  /const _debugLog = \(\.\.\.args\) => \{\s*if \(![\w?.]+\.JCO_DEBUG\) \{ return; \}\s*console\.debug\(\.\.\.args\);\s*\};/;

/**
 * Takes the debug output out of jco's generated source. It reads the environment on every step, which is two
 * thirds of a call's cost (measured: 2.8 µs against 0.9 µs), and it would print values. A source in which it is not
 * found is given back as it is: only slower.
 */
export function silenceDebug(source: string): string {
  return source.replace(guard, "const _debugLog = () => {};");
}
