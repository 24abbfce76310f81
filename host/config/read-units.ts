import { resolve } from "node:path";
import type { Endpoint } from "../contract/index.ts";
import { parseDuration } from "./parse-duration.ts";
import { parseEndpoint } from "./parse-endpoint.ts";
import { parseSize } from "./parse-size.ts";
import { parsed, text } from "./read-scalars.ts";
import { mapped, type Reader } from "./reader.ts";

/** A duration in milliseconds, at least 0. */
export const duration: Reader<number> = parsed(
  "a duration with a unit, such as 5s, 250ms or 1m30s, of at most 24 days",
  parseDuration,
  { numbers: true },
);

/** A duration in milliseconds, longer than 0. */
export const timeout: Reader<number> = parsed(
  "a duration longer than 0 with a unit, such as 5s, 250ms or 1m30s, of at most 24 days",
  (read) => parseDuration(read) || undefined,
);

export interface SizeRange {
  readonly minBytes: number;
  readonly maxBytes?: number;
  /** The range in words, for messages. */
  readonly range: string;
}

/** A size in bytes. */
export function size({ minBytes, maxBytes = Number.MAX_SAFE_INTEGER, range }: SizeRange): Reader<number> {
  const fits = (bytes: number | undefined) =>
    bytes !== undefined && bytes >= minBytes && bytes <= maxBytes ? bytes : undefined;
  return parsed(
    `a size such as 64MiB, 512KiB or bytes as a number, ${range}`,
    (read) => fits(parseSize(read)),
    {
      numbers: true,
    },
  );
}

export const endpoint: Reader<Endpoint> = parsed(
  "an address to listen on, such as 127.0.0.1:4318, [::1]:4318 or 4318 for loopback",
  parseEndpoint,
  { numbers: true },
);

/** A path on the host, made absolute from the config file's directory. */
export function hostPath(expected: string): Reader<string> {
  return mapped(text(expected), (read, { context }) => resolve(context.baseDir, read));
}

export const digest: Reader<string> = parsed("sha256: and 64 hexadecimal digits", (read) =>
  /^sha256:[0-9a-f]{64}$/i.test(read) ? read.toLowerCase() : undefined,
);
