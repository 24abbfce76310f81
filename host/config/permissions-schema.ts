import { isMap } from "yaml";
import {
  type DirectoryGrant,
  type InjectedHeaders,
  normalGuestPath,
  type Permissions,
  parseOrigin,
} from "../contract/index.ts";
import { keyAt, valueAt } from "./config-value.ts";
import { looksSecret } from "./looks-secret.ts";
import { entries, list, object } from "./read-collections.ts";
import { oneOf, parsed, text } from "./read-scalars.ts";
import { hostPath } from "./read-units.ts";
import { mapped, type Reader } from "./reader.ts";

const grant = object(
  { path: hostPath("the path of a directory"), access: oneOf("read", "write") },
  { required: { path: "the path of a directory" } },
);

const directories: Reader<readonly DirectoryGrant[]> = mapped(
  entries(
    "a map of guest paths, such as /out: { path: ./out, access: write }",
    (entry) => {
      const raw = grant.read(entry);
      const guestPath = normalGuestPath(entry.key);
      if (guestPath === undefined) {
        const expected = "an absolute path as the plugin sees it, such as /out";
        const found = JSON.stringify(entry.key);
        entry.context.problems.report({ at: keyAt(entry), path: entry.path, expected, found });
        return undefined;
      }
      return raw?.path === undefined
        ? undefined
        : { guestPath, hostPath: raw.path, access: raw.access ?? "read" };
    },
    { "/…": grant },
  ),
  (byKey, { context, path, keyOffset }) => {
    const grants = [...byKey.values()];
    const twice = grants.find((each, index) =>
      grants.some((e, i) => i < index && e.guestPath === each.guestPath),
    );
    if (twice) {
      const at = context.source.position(keyOffset);
      context.problems.report({
        at,
        path,
        expected: "each guest path once",
        found: `${twice.guestPath} twice`,
      });
    }
    return grants;
  },
);

interface HttpGrant {
  readonly origin: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const origin = parsed("an origin such as https://collector.example:4318, without a path", parseOrigin);

const headerValue = text("a header's value on one line", { secretsAllowed: true });

const headers: Reader<Map<string, string>> = entries("a map of header names and values", (entry) => {
  const value = headerValue.read(entry);
  const wellNamed = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(entry.key);
  if (!wellNamed || (value !== undefined && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))) {
    const { context, path } = entry;
    const expected = "a header by RFC 9110, with its value on one line";
    context.problems.report({ at: valueAt(entry), path, expected, found: "forbidden characters" });
  }
  if (value !== undefined && looksSecret(entry.path)) entry.context.secrets.add(value);
  return value;
});

const originWithHeaders = object({ origin, headers }, { required: { origin: "an origin" } });

const httpGrant: Reader<HttpGrant> = {
  fields: originWithHeaders.fields ?? {},
  read(value) {
    if (!isMap(value.node)) {
      const read = origin.read(value);
      return read === undefined ? undefined : { origin: read };
    }
    const raw = originWithHeaders.read(value);
    if (raw?.origin === undefined) return undefined;
    const named = [...(raw.headers ?? [])].map(([name, each]) => [name.toLowerCase(), each]);
    return { origin: raw.origin, headers: Object.fromEntries(named) };
  },
};

const environment: Reader<Readonly<Record<string, string>>> = mapped(
  list(
    "names of environment variables",
    parsed("the name of an environment variable", (name) => (/^[^=\0]+$/.test(name) ? name : undefined)),
  ),
  (names, value) => {
    const { env, warnings, problems } = value.context;
    for (const name of names.filter((each) => env[each] === undefined)) {
      const at = valueAt(value);
      const message = `${problems.place(at)}: ${value.path} grants ${name}, which is not set: the plugin won't see it`;
      warnings.push({ at, message });
    }
    return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  },
);

/** What an exporter's `permissions` say: what the guest may do, and the headers the host adds to its requests. */
export interface ReadPermissions {
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
}

export const permissions: Reader<ReadPermissions> = mapped(
  object({ directories, http: list("origins", httpGrant), env: environment }),
  (raw) => {
    const http = raw.http ?? [];
    return {
      permissions: {
        directories: raw.directories ?? [],
        http: [...new Set(http.map((each) => each.origin))],
        env: raw.env ?? {},
      },
      injectHeaders: Object.fromEntries(
        http.flatMap((each) => (each.headers ? [[each.origin, each.headers]] : [])),
      ),
    };
  },
);
