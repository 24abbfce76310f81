import { describe, expect, it } from "vitest";
import { silentLogger, systemClock } from "../../../host/contract/index.ts";
import { compileComponent, instantiatePlugin } from "../../../host/sandbox/runtime/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

describe("a plugin whose constants are sums", () => {
  it("is compiled and computes them, as those of languages that link relocatable libraries must be", async () => {
    const bytes = await buildWatPlugin({
      wat: honestWat({
        fields: "(global $sum i32 (i32.add (i32.const 100) (i32.sub (i32.const 10) (i32.const 3))))",
        // Tells the sum by the number of spans that it rejects.
        export: "(i32.store (i32.const 132) (global.get $sum)) (i32.const 128)",
      }),
    });
    const compiled = await compileComponent({
      name: "guest",
      bytes,
      memoryBytes: 4 * 1024 * 1024,
      logger: silentLogger,
      clock: systemClock,
    });
    const guest = await instantiatePlugin({ name: "guest", compiled, wasi: () => ({}), log: () => {} });
    guest.configure({ blob: new Uint8Array(), type: "yaml" });
    expect(guest.export(0, { spans: new Uint8Array(), spanCount: 1000 })).toEqual({
      kind: "partly-rejected",
      rejectedSpans: 107,
    });
  });
});
