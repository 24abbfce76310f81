import { describe, expect, it } from "vitest";
import { contractWit } from "../support/wat-plugin.ts";
import { makePlugin } from "./open-plugin.ts";

const wit = `${contractWit.replace("import config;", "import config;\n  import wasi:cli/environment@0.2.0;")}
package wasi:cli@0.2.0 { interface environment { get-environment: func() -> list<tuple<string, string>>; } }`;

/** Refuses its config with the value of the first variable that it sees, or traps where there is none. */
const guest = {
  imports: `(import "wasi:cli/environment@0.2.0" "get-environment" (func $env (param i32)))`,
  config: `(call $env (i32.const 2048))
    (if (i32.eqz (i32.load (i32.const 2052))) (then (unreachable)))
    (i32.store (i32.const 64) (i32.const 1))
    (i32.store (i32.const 68) (i32.load (i32.add (i32.load (i32.const 2048)) (i32.const 8))))
    (i32.store (i32.const 72) (i32.load (i32.add (i32.load (i32.const 2048)) (i32.const 12))))
    (i32.const 64)`,
};

describe("a plugin that imports a capability", () => {
  it("is refused before its code runs when its config does not speak of permissions", async () => {
    const { plugin } = await makePlugin(guest, { permissions: undefined }, wit);
    await expect(plugin.start()).rejects.toMatchObject({
      code: "PLUGIN_PERMISSION_MISSING",
      message: "guest: the plugin imports wasi:cli/environment@0.2.0, and its config has no permissions",
      fix: "Grant under the exporter what it needs of permissions.env (without a config file: --allow-…), or write permissions: {} to run it with nothing granted.",
    });
  });

  it("starts with permissions that grant nothing, and gets nothing", async () => {
    const permissions = { directories: [], http: [], env: {} };
    const { plugin, lines } = await makePlugin(guest, { permissions }, wit);
    await expect(plugin.start()).rejects.toMatchObject({ code: "PLUGIN_CRASHED" });
    expect(lines).toEqual([
      {
        level: "info",
        message: "the plugin imports what is not granted: it will be denied when it is used",
        fields: { imports: ["wasi:cli/environment@0.2.0"], grant: "permissions.env" },
      },
    ]);
  });

  it("gets what is granted", async () => {
    const { plugin } = await makePlugin(
      guest,
      { permissions: { directories: [], http: [], env: { A: "granted" } } },
      wit,
    );
    await expect(plugin.start()).rejects.toMatchObject({
      code: "PLUGIN_CONFIG_REFUSED",
      message: expect.stringContaining("the plugin refused its config: "),
    });
  });
});
