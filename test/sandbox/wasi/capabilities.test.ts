import { describe, expect, it } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import { groupCapabilities, permissionNeeds } from "../../../host/sandbox/wasi/capabilities.ts";

/** Imports of one function each. */
const importsOf = (...names: readonly string[]) => names.map((name) => ({ name, functions: ["f"] }));

const imports = [
  ...importsOf("spandock:exporter/log@1.0.0"),
  { name: "wasi:cli/environment@0.2.3", functions: ["get-arguments", "get-environment"] },
  ...importsOf(
    "wasi:cli/stdout@0.2.3",
    "wasi:clocks/wall-clock",
    "wasi:filesystem/preopens@0.2.0",
    "wasi:filesystem/types@0.2.0",
    "wasi:http/outgoing-handler",
    "wasi:io/streams@0.2.3",
    "wasi:random/random",
    "wasi:sockets/tcp@0.2.3",
  ),
];
const capabilities = groupCapabilities(imports);

describe("the capabilities of a plugin", () => {
  it("are its imports, grouped by what they let it do, with or without versions", () => {
    expect(capabilities.map(({ name, granted, imports }) => [name, granted, imports])).toEqual([
      ["files", "by-config", ["wasi:filesystem/preopens@0.2.0", "wasi:filesystem/types@0.2.0"]],
      ["http", "by-config", ["wasi:http/outgoing-handler"]],
      ["env", "by-config", ["wasi:cli/environment@0.2.3"]],
      ["sockets", "never", ["wasi:sockets/tcp@0.2.3"]],
      ["stdio", "always", ["wasi:cli/stdout@0.2.3"]],
      ["clocks", "always", ["wasi:clocks/wall-clock"]],
      ["random", "always", ["wasi:random/random"]],
      ["io", "always", ["wasi:io/streams@0.2.3"]],
      ["contract", "always", ["spandock:exporter/log@1.0.0"]],
    ]);
  });

  it("are none where only types are imported", () => {
    expect(groupCapabilities([{ name: "wasi:filesystem/types@0.2.0", functions: [] }])).toEqual([]);
  });

  it("need no permission for clocks, random numbers, output and the contract's own", () => {
    const harmless = importsOf("spandock:exporter/log@1.0.0", "wasi:clocks/wall-clock", "wasi:cli/stderr");
    expect(permissionNeeds(groupCapabilities(harmless), undefined)).toEqual([]);
    const others = importsOf("wasi:io/streams", "wasi:random/random");
    expect(permissionNeeds(groupCapabilities(others), undefined)).toEqual([]);
  });

  it("are all undecided where the config has no permissions", () => {
    expect(permissionNeeds(capabilities, undefined).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "files undecided",
      "http undecided",
      "env undecided",
      "sockets undecided",
    ]);
  });

  it("are denied, not undecided, where the config has permissions, even empty ones", () => {
    expect(permissionNeeds(capabilities, noPermissions).map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => "denied"),
    );
  });

  it("are granted one by one, sockets never", () => {
    const all = {
      directories: [{ guestPath: "/x", hostPath: "/x", access: "read" }],
      http: ["https://collector.example:4318"],
      env: { HOSTNAME: "h" },
    } as const;
    expect(permissionNeeds(capabilities, all).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "files granted",
      "http granted",
      "env granted",
      "sockets denied",
    ]);
  });
});
