import { ConfigValue } from "../config/config-value";
import { HttpHeaders } from "./http-headers";
import { HttpUrl } from "./http-url";

/** The URL in a config; null, and a problem, for what is none. A missing one is null, too. The problem shows none of it. */
export function readUrl(value: ConfigValue): HttpUrl | null {
  if (!value.exists) return null;
  const url = HttpUrl.parse(value.secret());
  if (url === null)
    value.fail("expected an http or https URL without a user name, such as http://localhost:4318");
  return url;
}

/**
 * Adds a config's mapping of header names to secret values. Names in `reserved`, in lower case, are those that the
 * exporter writes itself, and become a problem.
 */
export function readHeaders(value: ConfigValue, headers: HttpHeaders, reserved: string[]): void {
  const names = value.keys();
  for (let i = 0; i < names.length; i++) {
    const entry = value.get(names[i]);
    if (reserved.includes(names[i].toLowerCase())) entry.fail("is written by the exporter itself");
    headers.addSecret(names[i], entry.secret());
  }
}
