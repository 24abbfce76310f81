import { describe, expect, it } from "vitest";
import { parseThreshold } from "../../../host/config/parse-threshold.ts";
import { SpandockError } from "../../../host/contract/index.ts";
import { errorsRule, type FakeControl, setUp } from "./set-up.ts";

describe("a rule", () => {
  it("enables its exporter when its condition holds, and disables it after its time", async () => {
    const { control, seconds } = await setUp([errorsRule()], { incidents: "disabled" });
    await seconds(3, 10);
    expect(control.calls).toEqual([]);
    await seconds(1, 10);
    expect(control.calls).toEqual(["enable incidents"]);
    await seconds(59, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    await seconds(1, 0);
    expect(control.calls).toEqual(["enable incidents", "disable incidents"]);
    expect(control.states.get("incidents")).toBe("disabled");
  });

  it("lasts as long as its condition holds, beyond its time, and takes no short calm for the end", async () => {
    const { control, seconds } = await setUp([errorsRule()], { incidents: "disabled" });
    await seconds(100, 10);
    await seconds(2, 0);
    await seconds(2, 10);
    await seconds(3, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    await seconds(1, 0);
    expect(control.calls).toEqual(["enable incidents", "disable incidents"]);
  });

  it("may begin again", async () => {
    const { control, seconds } = await setUp([errorsRule({ holdMillis: 0 })], { incidents: "disabled" });
    for (let round = 0; round < 3; round += 1) {
      await seconds(10, 10);
      await seconds(10, 0);
    }
    expect(control.calls).toEqual(Array(3).fill(["enable incidents", "disable incidents"]).flat());
  });

  it("wants all of its conditions at the same time", async () => {
    const failures = {
      kind: "exporter-failures",
      exporter: "files",
      threshold: parseThreshold("> 20%")!,
    } as const;
    const { control, seconds } = await setUp(
      [errorsRule({ conditions: [...errorsRule().conditions, failures] })],
      { incidents: "disabled", files: "ready" },
    );
    control.outcomes.permanent = 1000;
    await seconds(10, 10);
    expect(control.calls, "what failed before the rules began does not count").toEqual([]);
    control.outcomes.accepted += 3;
    control.outcomes.retryable += 1;
    await seconds(1, 10);
    expect(control.calls).toEqual(["enable incidents"]);
  });

  it("tells begin, change and end in the log and as events, with the figures", async () => {
    const { events, logger, seconds } = await setUp([errorsRule({ holdMillis: 0 })], {
      incidents: "disabled",
    });
    await seconds(5, 8);
    await seconds(10, 0);
    const exporter = "incidents";
    const rule = "error_spans > 50% for 3s";
    expect(logger.lines).toEqual([
      {
        level: "warn",
        message: "a rule begins, to enable it",
        fields: { exporter, rule, reason: "error_spans 80% in the last 3s" },
      },
      { level: "info", message: "enabled by a rule", fields: { exporter } },
      {
        level: "info",
        message: "a rule ends",
        fields: { exporter, rule, reason: "error_spans 0% in the last 3s" },
      },
      { level: "info", message: "disabled by a rule", fields: { exporter } },
    ]);
    expect(events.map(({ kind, message }) => [kind, message])).toEqual([
      ["rule", "a rule begins, to enable it: error_spans > 50% for 3s; error_spans 80% in the last 3s"],
      ["rule", "enabled by a rule"],
      ["rule", "a rule ends: error_spans > 50% for 3s; error_spans 0% in the last 3s"],
      ["rule", "disabled by a rule"],
    ]);
  });

  it("does not say in the log what value an attribute must have", async () => {
    const selection = { service: "shop", attributes: new Map([["user", "alice"]]) };
    const { logger, seconds } = await setUp([errorsRule({ selection })], { incidents: "disabled" });
    await seconds(5, 8);
    expect(logger.lines[0]?.fields.rule).toBe("error_spans > 50% for 3s, service shop, attributes user");
    expect(JSON.stringify(logger.lines)).not.toContain("alice");
  });
});

describe("what a rule leaves behind", () => {
  it("is an exporter as it was: one that was enabled before stays so", async () => {
    const { control, seconds } = await setUp([errorsRule()], { incidents: "ready" });
    await seconds(10, 10);
    await seconds(100, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    expect(control.states.get("incidents")).toBe("ready");
  });

  it.each([
    ["disabled", (control: FakeControl) => control.states.set("incidents", "disabled")],
    ["removed", (control: FakeControl) => control.states.delete("incidents")],
  ])("is one that was %s by hand meanwhile, as it was left by hand", async (_, change) => {
    const { control, seconds, logger } = await setUp([errorsRule()], { incidents: "disabled" });
    await seconds(5, 10);
    change(control);
    await seconds(100, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    expect(logger.lines.map(({ message }) => message)).toContain(
      "was changed by hand, and is left so by the rules",
    );
  });

  it("is left by the last of several rules for one exporter", async () => {
    const rules = [errorsRule({ holdMillis: 10_000 }), errorsRule({ holdMillis: 30_000 })];
    const { control, seconds } = await setUp(rules, { incidents: "disabled" });
    await seconds(4, 10);
    await seconds(29, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    await seconds(1, 0);
    expect(control.calls).toEqual(["enable incidents", "disable incidents"]);
  });

  it("is an enabled exporter, when the rule was there to disable it", async () => {
    const rule = errorsRule({ action: "disable", exporter: "files", holdMillis: 5_000 });
    const { control, seconds } = await setUp([rule], { files: "ready" });
    await seconds(4, 10);
    expect(control.states.get("files")).toBe("disabled");
    await seconds(10, 0);
    expect(control.calls).toEqual(["disable files", "enable files"]);
  });
});

describe("a rule whose exporter can't be enabled", () => {
  const failure = new SpandockError("PLUGIN_CRASHED", { message: "the plugin trapped" });

  it("says why, and tries again every minute while it holds", async () => {
    const { control, logger, seconds } = await setUp([errorsRule()], { incidents: "disabled" });
    control.failure = failure;
    await seconds(63, 10);
    expect(control.calls).toHaveLength(1);
    expect(logger.lines.at(-1)).toMatchObject({ level: "error", fields: { exporter: "incidents" } });
    expect(logger.lines.at(-1)?.message).toContain("the plugin trapped");
    await seconds(1, 10);
    expect(control.calls).toHaveLength(2);
    control.failure = undefined;
    await seconds(60, 10);
    expect(control.states.get("incidents")).toBe("ready");
  });

  it("gives up when the rule ends", async () => {
    const { control, seconds } = await setUp([errorsRule({ holdMillis: 0 })], { incidents: "disabled" });
    control.failure = failure;
    await seconds(5, 10);
    await seconds(200, 0);
    expect(control.calls).toEqual(["enable incidents"]);
  });
});

describe("rules that stop", () => {
  it("look no more, end their watches, and leave exporters as they are", async () => {
    const { agent, clock, control, ended, seconds } = await setUp([errorsRule()], { incidents: "disabled" });
    await seconds(5, 10);
    await agent.stop();
    await agent.stop();
    await seconds(200, 0);
    expect(control.calls).toEqual(["enable incidents"]);
    expect([clock.pending, ended.length > 0]).toEqual([0, true]);
  });
});
