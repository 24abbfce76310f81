/** `1,204`, `12.4k`, `3.1M`: short enough for a picture that moves. */
export function shortNumber(value: number): string {
  if (value >= 999_950) return `${(value / 1_000_000).toFixed(1)}M`;
  if (value >= 9_999.5) return `${(value / 1_000).toFixed(1)}k`;
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(value >= 10 ? 0 : 1);
}

export const wholeNumber = (value: number): string => Math.round(value).toLocaleString("en-US");

export function byteText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}

export function millisText(millis: number): string {
  if (millis >= 10_000) return durationText(millis);
  if (millis >= 1_000) return `${(millis / 1_000).toFixed(1)} s`;
  if (millis >= 100) return `${Math.round(millis)} ms`;
  if (millis >= 1) return `${Number(millis.toFixed(1))} ms`;
  return `${Math.max(1, Math.round(millis * 1_000))} µs`;
}

/** A length of time in its two largest units at most. */
export function durationText(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

export const clockText = (atMillis: number): string => new Date(atMillis).toLocaleTimeString("en-GB");

export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, "").slice(0, 12);

export const plural = (count: number, noun: string): string =>
  `${wholeNumber(count)} ${count === 1 ? noun : noun.replace(/y$/, "ie").replace(/(s|x|ch|sh)$/, "$1e")}${count === 1 ? "" : "s"}`;
