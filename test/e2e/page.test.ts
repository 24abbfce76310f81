import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setInterval as ticks } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exampleWasm } from "../support/examples.ts";
import { hasBrowser, LivePage } from "./page-browser.ts";
import { PageScene, sendTrace } from "./page-scene.ts";

/** Sends a trace, again and again, as long as `work` takes. */
async function whileSending(receiver: string, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  for await (const _ of ticks(100)) {
    if (isOver) break;
    expect(await sendTrace(receiver)).toBe(200);
  }
  await over;
}

describe.skipIf(!hasBrowser)("the live page", () => {
  it("shows the way of the spans and each exporter, and asks nothing of anyone but the agent", async () => {
    const scene = new PageScene();
    const agent = await scene.startAgent();
    const admin = await agent.url("admin");
    const live = await LivePage.open(admin);
    const card = live.card("files");
    await card.getByText("Ready").waitFor();
    await card.getByText(join(scene.path, "out")).waitFor();
    await card.getByText("sha256:").waitFor();
    await card.getByRole("meter", { name: "Memory of files" }).waitFor();
    const flow = live.page.getByRole("region", { name: "Flow of spans" });
    await flow.getByText("otlp/http").waitFor();
    const moving = flow
      .getByRole("listitem")
      .filter({ hasText: "files" })
      .getByText(/^[1-9][\d.]*\/s$/);
    await whileSending(await agent.url("otlp/http"), moving.waitFor());
    await card.getByText(/^median .* · p95/).waitFor();
    expect(live.requests.filter((url) => !url.startsWith(`${admin}/`))).toEqual([]);
    expect(live.complaints).toEqual([]);
  });

  it("looks at a .wasm that is dropped on it, and runs it only after it was said what it may do", async () => {
    const scene = new PageScene();
    mkdirSync(join(scene.path, "more"));
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    await live.card("files").waitFor();
    await live.drop(exampleWasm("files-exporter"));
    const dialog = live.page.getByRole("dialog", { name: "Add an exporter" });
    const allow = dialog.getByRole("switch", { name: /directories/ });
    await allow.waitFor();
    expect(await allow.isChecked()).toBe(false);
    await dialog.getByText("It gets no permissions.").waitFor();
    expect(existsSync(join(scene.path, "plugins"))).toBe(false);

    await allow.check();
    await dialog.getByLabel("It sees").fill("/out");
    await dialog.getByLabel(/which is this directory/).fill(join(scene.path, "more"));
    await dialog.getByLabel("Its config, in YAML").fill("# typed by hand\nfile_paths: [/elsewhere/a.jsonl]");
    await dialog.getByRole("button", { name: "Allow and run it" }).click();
    await dialog.getByText("PLUGIN_CONFIG_REFUSED").waitFor();
    await dialog.getByLabel("Its config, in YAML").fill("# typed by hand\nfile_paths: [/out/a.jsonl]");
    await dialog.getByRole("button", { name: "Allow and run it" }).click();
    await dialog.waitFor({ state: "hidden" });

    await live.card("files-exporter").getByText("Ready").waitFor();
    expect(await sendTrace(await agent.url("otlp/http"))).toBe(200);
    expect(await agent.stop()).toBe(0);
    expect(existsSync(join(scene.path, "more/a.jsonl"))).toBe(true);
    expect(scene.spansWritten()).toHaveLength(2);
  });

  it("says why the agent would not take a file, and offers nothing to run", async () => {
    const scene = new PageScene();
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    await live.card("files").waitFor();
    await live.drop(scene.file("notes.wasm", "these are notes"));
    const dialog = live.page.getByRole("dialog", { name: "Add an exporter" });
    await dialog.getByText("This agent would not take it").waitFor();
    await dialog.getByText("PLUGIN_NOT_WASM").waitFor();
    expect(await dialog.getByRole("button", { name: /^(Run|Allow)/ }).count()).toBe(0);
  });

  it("shows no span until a person asks for it, and then a waterfall in which names are only text", async () => {
    const scene = new PageScene();
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    await live.card("files").waitFor();
    await live.page.getByText("Off. While it is on").waitFor();
    expect(live.requests.some((url) => url.endsWith("/api/v1/spans"))).toBe(false);
    await live.page.getByRole("switch", { name: "Watch a sample" }).check();
    const failed = live.page.getByRole("row", { name: "<b>charge</b>" });
    await whileSending(await agent.url("otlp/http"), failed.waitFor());
    await failed.getByText("error").waitFor();
    await live.page.getByRole("button", { name: /GET \/checkout/ }).waitFor();
    expect(live.complaints).toEqual([]);
  });

  it("asks for the token of an agent that wants one", async () => {
    const scene = new PageScene({ admin: { token: "a-token-of-some-length" } });
    const agent = await scene.startAgent();
    const live = await LivePage.open(await agent.url("admin"));
    const token = live.page.getByLabel("The value of service.admin.token");
    await token.fill("a-token-that-is-wrong");
    await live.button("Unlock").click();
    await live.page.getByText("That was not the token.").waitFor();
    await token.fill("a-token-of-some-length");
    await token.press("Enter");
    await live.card("files").getByText("Ready").waitFor();
    await live.button("Disable files").click();
    await live.card("files").getByText("Disabled", { exact: true }).waitFor();
  });
});
