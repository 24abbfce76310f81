import { describe, expect, it } from "vitest";
import { configWith, errorsOf, fakeFiles, type ParsedWith, parsed } from "./config-fixture.ts";

const exporterOf = (exporter: string, options: ParsedWith = {}) =>
  parsed(configWith({ exporter }), options).exporters.get("files")!;

describe("permissions", () => {
  it("that are written and grant nothing differ from none", () => {
    const nothing = { directories: [], http: [], env: {} };
    expect(exporterOf("permissions: {}").permissions).toEqual(nothing);
    expect(exporterOf("permissions:").permissions).toEqual(nothing);
    expect(exporterOf("limits:").permissions).toBeUndefined();
  });

  it("are resolved: paths, origins with their port, variables with their value", () => {
    const made = exporterOf(
      `permissions:
  directories: { /out/: { path: ./out, access: write }, /in: { path: /data } }
  http: [ "https://collector.example", "http://[::1]:8080/" ]
  env: [ HOME, GONE ]`,
      { env: { HOME: "/root", OTHER: "x" } },
    );
    expect(made.permissions).toEqual({
      directories: [
        { guestPath: "/out", hostPath: "/base/out", access: "write" },
        { guestPath: "/in", hostPath: "/data", access: "read" },
      ],
      http: ["https://collector.example:443", "http://[::1]:8080"],
      env: { HOME: "/root" },
    });
  });

  it("warn of a variable that is not set", () => {
    const { warnings } = parsed(configWith({ exporter: "permissions: { env: [ GONE ] }" }));
    expect(warnings.map(({ message }) => message)).toEqual([
      "agent.yaml:8:25: exporters.files.permissions.env grants GONE, which is not set: the plugin won't see it",
    ]);
  });

  const withHeader = (value: string) =>
    `permissions:\n  http:\n    - origin: https://c.example\n      headers: { Authorization: "${value}" }`;

  it("may have the host add headers that hold secrets, by variable or file", () => {
    const files = fakeFiles({ "/base/token": "from-file\n" });
    const env = { T: "from-env" };
    const header = (value: string) => exporterOf(withHeader(value), { env, files }).injectHeaders;
    expect(header("Bearer ${secret:T}")).toEqual({
      "https://c.example:443": { authorization: "Bearer from-env" },
    });
    expect(header("Bearer ${secret:file:./token}")).toEqual({
      "https://c.example:443": { authorization: "Bearer from-file" },
    });
  });

  it("mark what they were told in secret", () => {
    const text = configWith({ exporter: withHeader("Bearer ${secret:T}") });
    expect(parsed(text, { env: { T: "from-env" } }).secrets).toContain("from-env");
  });

  it.each([
    ["a secret that is not set", "${secret:GONE}", "CONFIG_ENV_MISSING"],
    ["a secret's file that is not there", "${secret:file:/gone}", "CONFIG_INVALID"],
    ["a second line", "a\\nb: c", "CONFIG_INVALID"],
  ])("refuse %s in a header", (_, value, code) => {
    const [error] = errorsOf(() => exporterOf(withHeader(value)));
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(
      /^agent\.yaml:11:37: exporters\.files\.permissions\.http\[0\]\.headers\.Auth/,
    );
  });

  it("are the only place for secrets, and another place says so", () => {
    const [error] = errorsOf(() => exporterOf("digest: ${secret:T}", { env: { T: "x" } }));
    expect(error?.message).toContain("filled in only in headers under permissions.http");
  });
});
