const nanosPerSecond: u64 = 1_000_000_000;
const secondsPerDay: u64 = 86_400;

/**
 * A time in RFC 3339, UTC, with nine digits of a second: `2024-02-29T12:34:56.000000789Z`. Nanoseconds since the Unix
 * epoch reach to the year 2554. The calendar: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
export function rfc3339(unixNano: u64): string {
  const seconds = unixNano / nanosPerSecond;
  const nanos = unixNano % nanosPerSecond;
  const second = seconds % secondsPerDay;
  // Days since 0000-03-01, in eras of 400 years.
  const days = seconds / secondsPerDay + 719_468;
  const era = days / 146_097;
  const dayOfEra = days % 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const shiftedMonth = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const date = digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2);
  const time = digits(second / 3600, 2) + ":" + digits((second / 60) % 60, 2) + ":" + digits(second % 60, 2);
  return date + "T" + time + "." + digits(nanos, 9) + "Z";
}

function digits(value: u64, count: i32): string {
  return value.toString().padStart(count, "0");
}
