import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fields } from "../../host/config/reader.ts";
import { rootSchema } from "../../host/config/root-schema.ts";
import { errorsOf, fakeFiles, parsed } from "./config-fixture.ts";

const docs = readFileSync(new URL("../../docs/config.md", import.meta.url), "utf8");

/** Key paths of everything that has no keys below it, such as `limits.memory`. */
function leaves(fields: Fields, path: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([key, reader]) =>
    reader.fields ? leaves(reader.fields, [...path, key]) : [[...path, key]],
  );
}

const keyPaths = leaves(rootSchema.fields ?? {});
const inTable = docs
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, key]) => key!));

describe("docs/config.md", () => {
  it("is held against a schema that has keys", () => expect(keyPaths.length).toBeGreaterThan(60));

  it.each(keyPaths.map((path) => path.filter((key) => !/^[/…]/.test(key)).join(".")))(
    "has %s in a table",
    (path) => {
      const found = inTable.some((key) => path.endsWith(key.replace(/….|\[\]/g, "")));
      const inline = /`\{ username, password \}`/.test(docs) && /\.(username|password)$/.test(path);
      expect(found || inline).toBe(true);
    },
  );

  it("names no key that the schema does not have", () => {
    const known = new Set(keyPaths.flat());
    const written = inTable.filter((key) => /^[a-z_.]+$/.test(key)).flatMap((key) => key.split("."));
    const above = ["protocols", "permissions", "batch", "directories"];
    expect(written.filter((key) => !known.has(key) && !above.includes(key))).toEqual([]);
  });

  it("shows a whole config that is one", () => {
    const [example = ""] = [...docs.matchAll(/```yaml\n(receivers:[\s\S]*?\nexporters:[\s\S]*?)```/g)].map(
      ([, text]) => text!,
    );
    expect([...parsed(example, { files: fakeFiles() }).exporters.keys()]).toEqual(["files"]);
  });

  it("shows permissions that can be granted", () => {
    const example = /```yaml\n(permissions:[\s\S]*?)```/.exec(docs)?.[1] ?? "";
    const text = `receivers: { otlp: { protocols: { http: } } }
exporters:
  x:
    plugin: x.wasm
${example.replace(/^(?=.)/gm, "    ")}
service: { pipelines: { traces: { receivers: [otlp], exporters: [x] } } }`;
    expect(
      parsed(text, { env: { API_TOKEN: "t", HOSTNAME: "h" } }).exporters.get("x")?.injectHeaders,
    ).toEqual({
      "https://api.example:443": { authorization: "Bearer t" },
    });
    expect(errorsOf(() => parsed(text))[0]?.code).toBe("CONFIG_ENV_MISSING");
  });
});
