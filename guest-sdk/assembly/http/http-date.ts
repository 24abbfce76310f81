const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec";
const secondsPerDay: i64 = 86_400;

/**
 * Reads a date of HTTP in any of its three forms (RFC 9110, 5.6.7). Seconds since the Unix epoch; -1 for what is none.
 * The calendar: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
export function parseHttpDate(text: string): i64 {
  const parts = text.replaceAll(",", " ").replaceAll("-", " ").split(" ");
  let day: i64 = -1;
  let month: i64 = -1;
  let year: i64 = -1;
  let second: i64 = -1;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part.includes(":")) second = secondOfDay(part);
    else if (part.length == 3 && month < 0) month = monthOf(part);
    else if (isNumber(part) && day < 0) day = I64.parseInt(part);
    else if (isNumber(part) && year < 0) year = fullYear(part);
  }
  if (day < 1 || day > 31 || month < 1 || year < 0 || second < 0) return -1;
  // Years begin in March, so that the leap day is their last.
  const shiftedYear = month > 2 ? year : year - 1;
  const era = shiftedYear / 400;
  const yearOfEra = shiftedYear - era * 400;
  const shiftedMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * secondsPerDay + second;
}

/** From 1; -1 for what is no month, as the name of a weekday. */
function monthOf(text: string): i64 {
  const at = monthNames.indexOf(text.toLowerCase());
  return at < 0 || at % 3 != 0 ? -1 : at / 3 + 1;
}

/** `08:49:37`; -1 for what is none. */
function secondOfDay(text: string): i64 {
  const parts = text.split(":");
  if (parts.length != 3) return -1;
  for (let i = 0; i < 3; i++) if (!isNumber(parts[i])) return -1;
  return I64.parseInt(parts[0]) * 3600 + I64.parseInt(parts[1]) * 60 + I64.parseInt(parts[2]);
}

/** Two digits are of the century that makes the year less than 50 years from now: until 2070, below 70 is 20xx. */
function fullYear(text: string): i64 {
  const year = I64.parseInt(text);
  if (text.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function isNumber(text: string): bool {
  if (text.length == 0 || text.length > 9) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}
