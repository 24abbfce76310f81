import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../host/contract/index.ts";
import { batchOf, makePlugin } from "./open-plugin.ts";
import { err, importLog, log, loop, text, trap } from "./wat-bodies.ts";

describe("a plugin's stop", () => {
  it("lets batches in hand finish, calls the guest's stop once, and may be called again", async () => {
    const guest = { imports: importLog, fields: text("bye"), stop: `${log(2, 3)} (i32.const 192)` };
    const { plugin, lines } = await makePlugin(guest);
    await plugin.start();
    const answers = Array.from({ length: 20 }, () => plugin.export(batchOf("spans")));
    const first = plugin.stop();
    expect(plugin.stop()).toBe(first);
    await first;
    expect((await Promise.all(answers)).flat()).toEqual(Array(20).fill({ kind: "accepted" }));
    await plugin.stop();
    expect(lines.filter(({ message }) => message === "bye")).toHaveLength(1);
  });

  it.each([
    [
      "the text of the guest's err",
      { fields: text("a: I/O error\\nb: I/O error"), stop: err(192, 26) },
      "PLUGIN_STOP_FAILED",
      "guest: the plugin reported while stopping: a: I/O error\n    b: I/O error".slice(0, 72),
    ],
    ["a trap", { stop: trap }, "PLUGIN_CRASHED", "guest: the plugin trapped in stop: wasm `unreachable`"],
    [
      "a loop",
      { stop: loop },
      "PLUGIN_TIMEOUT",
      "guest: the plugin did not come back from stop in 100 ms and was ended",
    ],
  ])("reports %s, and is stopped all the same", async (_what, guest, code, message) => {
    const { plugin } = await makePlugin(guest, { limits: { ...defaultLimits, stopTimeoutMillis: 100 } });
    await plugin.start();
    await expect(plugin.stop()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(plugin.status()).toMatchObject({ state: "stopped", crashes: 0 });
    await expect(plugin.stop()).rejects.toMatchObject({ code });
  });

  it("gives back the batches that it could not begin in time, and stops in order", async () => {
    const slow = `(local $i i32) (loop $again (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 30000000)))) (i32.const 128)`;
    const { plugin } = await makePlugin(
      { export: slow },
      { limits: { ...defaultLimits, stopTimeoutMillis: 100 } },
    );
    await plugin.start();
    const answers = Array.from({ length: 60 }, () => plugin.export(batchOf("spans")));
    await plugin.stop();
    const outcomes = (await Promise.all(answers)).flat();
    expect(outcomes[0]).toEqual({ kind: "accepted" });
    expect(outcomes.at(-1)).toEqual({
      kind: "retryable",
      message: "guest: the plugin is stopping",
      notTried: true,
    });
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("accepted")).toBeLessThan(kinds.indexOf("retryable"));
  });

  it("ends a start that is under way", async () => {
    const { plugin } = await makePlugin({ config: loop });
    const started = plugin.start();
    await plugin.stop();
    await expect(started).rejects.toMatchObject({ code: "PLUGIN_STOP_FAILED" });
    expect(plugin.status().state).toBe("stopped");
  });
});
