import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { describe, expect, it } from "vitest";
import { silenceDebug } from "../../../host/sandbox/runtime/silence-debug.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

describe("silencing jco's debug output", () => {
  it("finds it in what this version of jco makes", async () => {
    await $init;
    const { files } = generate(await buildWatPlugin({ wat: honestWat() }), {
      name: "plugin",
      map: [],
      instantiation: { tag: "sync" },
    });
    const source = new TextDecoder().decode(files.find(([name]) => name.endsWith(".js"))?.[1]);
    expect(source).toContain("JCO_DEBUG");
    expect(silenceDebug(source)).not.toContain("JCO_DEBUG");
    expect(silenceDebug(source)).toContain("const _debugLog = () => {};");
  });

  it("leaves any other source as it is", () => {
    expect(silenceDebug("const x = 1;")).toBe("const x = 1;");
  });
});
