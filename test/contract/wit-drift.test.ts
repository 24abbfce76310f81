import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConfigType, LogLevel } from "../../host/contract/index.ts";
import { contractPackage, contractVersion, pluginInterface } from "../../host/contract/index.ts";
import { logLevels } from "../../host/contract/logger.ts";
import { readComponent } from "../../host/sandbox/component/index.ts";
import type * as GeneratedLog from "../../host/sandbox/generated/interfaces/spandock-exporter-log.js";
import type * as GeneratedTypes from "../../host/sandbox/generated/interfaces/spandock-exporter-types.js";
import { generateFiles } from "../../wit/generate.mjs";
import { contractWit } from "../support/wat-plugin.ts";

const root = new URL("../../", import.meta.url);

/** Compiles only when both are the same union. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

describe("wit/exporter.wit", () => {
  it("gives the files that wit/generate.mjs made of it", async () => {
    const generated = await generateFiles(readComponent);
    expect(generated.size).toBeGreaterThanOrEqual(5);
    for (const [path, text] of generated) {
      const file = new URL(path, root);
      expect(existsSync(file) ? readFileSync(file, "utf8") : "missing", path).toBe(text);
    }
  });

  it("is the package and version that the host pins", () => {
    expect(contractWit).toContain(`\npackage ${contractPackage}@${contractVersion};`);
    expect(pluginInterface).toBe(`${contractPackage}/trace-exporter-plugin@${contractVersion}`);
    expect(contractWit).toMatch(/world plugin \{[^}]*export trace-exporter-plugin;/);
  });

  it("has the log levels and config types of the host", () => {
    const levels: Same<GeneratedLog.Level, LogLevel> = true;
    const configTypes: Same<GeneratedTypes.ConfigType, ConfigType> = true;
    expect([levels, configTypes]).toEqual([true, true]);
    const [, body] = /enum level \{([^}]*)\}/.exec(contractWit)!;
    const cases = body!.split("\n").flatMap((line) => /^\s*([a-z]+),/.exec(line)?.[1] ?? []);
    expect(cases).toEqual([...logLevels]);
  });
});
