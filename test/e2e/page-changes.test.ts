import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleWasm } from "../support/examples.ts";
import { buildHostilePlugin } from "../support/hostile-plugin.ts";
import { hasBrowser, LivePage } from "./page-browser.ts";
import { PageScene, sendTrace } from "./page-scene.ts";
import { steadyLoad } from "./steady-load.ts";

/** The same plugin in other bytes: a custom section is added, which means nothing. */
function replaceWasm(file: string): void {
  const name = Buffer.from("another-build");
  const section = Buffer.from([0, name.length + 1, name.length, ...name]);
  writeFileSync(`${file}.new`, Buffer.concat([readFileSync(file), section]));
  renameSync(`${file}.new`, file);
}

const crashing = {
  plugin: "./crashing.wasm",
  crash_loop: { max_crashes: 2, window: "10m", pause: "10m" },
  retry_on_failure: { initial_interval: "100ms", max_interval: "100ms" },
};

describe.skipIf(!hasBrowser)("the live page of an agent that changes", () => {
  it("swaps an exporter under load by one press, and no span is lost", async () => {
    const scene = new PageScene();
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    const card = live.card("files");
    await live.button("Reload files").click();
    await card.getByText(/unchanged|nothing/i).waitFor();

    let swaps = 0;
    const pressing = (async () => {
      for (; swaps < 3; swaps += 1) {
        const before = await card.locator("code[title]").getAttribute("title");
        replaceWasm(scene.plugin);
        await live.button("Reload files").click();
        await card.locator(`code[title]:not([title="${before}"])`).waitFor();
      }
    })();
    const load = steadyLoad({
      url: `${await agent.url("otlp/http")}/v1/traces`,
      spansPerBatch: 5,
      intervalMillis: 4,
      minBatches: 200,
      maxBatches: 10_000,
      until: async () => swaps === 3,
    });
    const [{ accepted, refusals }] = await Promise.all([load, pressing]);
    await card.getByText("More figures").click();
    await card.getByText("0, 3").waitFor();
    expect(live.complaints).toEqual([]);
    expect(await agent.stop()).toBe(0);
    expect(refusals).toEqual([]);
    expect([...scene.spansWritten()].sort()).toEqual([...accepted].sort());
  });

  it("shows a plugin that keeps crashing, why, and when it is tried again, and lets it be disabled by keyboard", async () => {
    const scene = new PageScene({ exporters: { crashing } });
    scene.file("crashing.wasm", await buildHostilePlugin("traps-in-export"));
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    const card = live.card("crashing");
    await card.getByText("Ready").waitFor();
    expect(await sendTrace(await agent.url("otlp/http"))).toBe(200);
    await card.getByText("Crash loop").waitFor();
    await card.getByText("PLUGIN_CRASHED").waitFor();
    await card.getByText(/Next try in \d/).waitFor();
    await live.page.getByText("1 of 2 exporters not ready").waitFor();
    await live.card("files").getByText("Ready").waitFor();

    await live.page.getByRole("link", { name: /^crashing/ }).press("Enter");
    expect(new URL(live.page.url()).hash).toBe("#exporter-crashing");
    const focused = live.page.locator(":focus");
    for (let step = 0; step < 20; step += 1) {
      await live.page.keyboard.press("Tab");
      if ((await focused.getAttribute("aria-label")) === "Disable crashing") break;
    }
    await live.page.keyboard.press("Enter");
    await card.getByText("Disabled", { exact: true }).waitFor();
    await live.page.getByText("All ready").waitFor();
    await live.page.getByRole("status").filter({ hasText: "crashing" }).waitFor({ state: "attached" });
    await live.button("Enable crashing").waitFor();
  });

  it("says when the agent is gone, takes nothing then, and goes on when it is back", async () => {
    const first = new PageScene();
    const agent = await first.startAgent();
    const admin = await agent.url("admin");
    const live = await LivePage.open(admin);
    await live.card("files").getByText("Ready").waitFor();
    await agent.stop("SIGKILL");
    await live.page.getByRole("alert").getByText("The agent does not answer.").waitFor();
    await live.page.getByText("Connection lost").waitFor();
    expect(await live.button("Reload files").getAttribute("aria-disabled")).toBe("true");
    expect(await live.button("Add exporter").getAttribute("aria-disabled")).toBe("true");

    const debug = { plugin: exampleWasm("debug-exporter"), permissions: {} };
    const next = new PageScene({ exporters: { debug }, admin: { endpoint: new URL(admin).host } });
    await next.startAgent();
    await live.card("debug").getByText("Ready").waitFor();
    expect(await live.page.getByRole("alert").count()).toBe(0);
    expect(await live.button("Reload files").getAttribute("aria-disabled")).toBe("false");
    expect(await live.card("files").getByText(join(first.path, "out")).count()).toBe(0);
  });
});
