import { describe, expect, it } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import {
  capabilitiesOf,
  missingPermissions,
  permissionNeeds,
} from "../../../host/sandbox/wasi/capabilities.ts";

const imports = [
  "spandock:exporter/log@1.0.0",
  "wasi:cli/environment@0.2.3",
  "wasi:cli/stdout@0.2.3",
  "wasi:clocks/wall-clock",
  "wasi:filesystem/preopens@0.2.0",
  "wasi:filesystem/types@0.2.0",
  "wasi:http/outgoing-handler",
  "wasi:io/streams@0.2.3",
  "wasi:random/random",
  "wasi:sockets/tcp@0.2.3",
];

describe("the capabilities of a plugin", () => {
  it("are its imports, grouped by the permission they need, with or without versions", () => {
    expect(capabilitiesOf(imports)).toEqual([
      {
        capability: "directories",
        imports: ["wasi:filesystem/preopens@0.2.0", "wasi:filesystem/types@0.2.0"],
      },
      { capability: "http", imports: ["wasi:http/outgoing-handler"] },
      { capability: "env", imports: ["wasi:cli/environment@0.2.3"] },
      { capability: "sockets", imports: ["wasi:sockets/tcp@0.2.3"] },
    ]);
  });

  it("are none for clocks, random numbers, output and the contract's own", () => {
    expect(
      capabilitiesOf(["spandock:exporter/log@1.0.0", "wasi:clocks/wall-clock", "wasi:cli/stderr"]),
    ).toEqual([]);
    expect(missingPermissions(["wasi:io/streams", "wasi:random/random"], undefined)).toEqual([]);
  });

  it("are all missing where the config has no permissions", () => {
    expect(missingPermissions(imports, undefined)).toEqual(capabilitiesOf(imports));
  });

  it("keep no plugin from starting where the config has permissions, even empty ones", () => {
    expect(missingPermissions(imports, noPermissions)).toEqual([]);
    expect(permissionNeeds(imports, noPermissions).map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => "denied"),
    );
  });

  it("are granted one by one, sockets never", () => {
    const all = {
      directories: [{ guestPath: "/x", hostPath: "/x", access: "read" }],
      http: ["https://collector.example:4318"],
      env: { HOSTNAME: "h" },
    } as const;
    expect(permissionNeeds(imports, all).map(({ capability, state }) => `${capability} ${state}`)).toEqual([
      "directories granted",
      "http granted",
      "env granted",
      "sockets denied",
    ]);
  });
});
