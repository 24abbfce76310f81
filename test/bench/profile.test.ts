import { describe, expect, it } from "vitest";
import type { CpuProfile } from "../../bench/profile/cpu-profile.ts";
import { threadName } from "../../bench/profile/cpu-profile.ts";
import { drawFlames } from "../../bench/profile/draw-flames.ts";
import { flameTree } from "../../bench/profile/flame-tree.ts";
import { formatTop } from "../../bench/profile/format-top.ts";
import { SourcePlaces } from "../../bench/profile/source-places.ts";

const frame = (functionName: string, url = "", lineNumber = -1) => ({
  functionName,
  url,
  lineNumber,
  columnNumber: -1,
});

/** 600 µs idle, 300 in the guest, 60 in what called it, 40 in a function that was called from two places. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame("(root)"), children: [2, 3, 6] },
    { id: 2, callFrame: frame("(idle)") },
    { id: 3, callFrame: frame("take<T>", "file:///x/plugins/worker/main.js", 9), children: [4, 5] },
    { id: 4, callFrame: frame("wasm-function[3]", "wasm://wasm/0044") },
    { id: 5, callFrame: frame("emit", "node:events", 470) },
    { id: 6, callFrame: frame("emit", "node:events", 470) },
  ],
  samples: [2, 4, 3, 5, 6, 4],
  timeDeltas: [600, 100, 60, 30, 10, 200],
};
const places = new SourcePlaces();

describe("a profile", () => {
  it("lists functions by the time inside of them, in shares of the time that was not idle", () => {
    expect(formatTop(profile, places, 9).split("\n")).toEqual([
      "plugin's thread: busy 0.00 of 0.00 s",
      "   75.0 %  wasm-function[3]  guest",
      "   15.0 %  take<T>  worker/main.js:10",
      "   10.0 %  emit  node:events:471",
    ]);
  });

  it("lists no more of them than asked for", () => {
    expect(formatTop(profile, places, 1).split("\n")).toHaveLength(2);
  });

  it("tells the agent's threads by their programs", () => {
    expect(threadName(profile)).toBe("plugin's thread");
    expect(threadName({ ...profile, nodes: profile.nodes.slice(0, 2) })).toBe("other thread");
  });

  it("becomes a tree in which callers hold the time of what they called", () => {
    const root = flameTree(profile);
    expect(root.micros).toBe(400);
    expect(root.children.map(({ callFrame, micros }) => [callFrame.functionName, micros])).toEqual([
      ["take<T>", 390],
      ["emit", 10],
    ]);
    expect(root.children[0]!.children.map(({ micros }) => micros)).toEqual([300, 30]);
  });

  it("is drawn with widths by time, callees below their callers", () => {
    const svg = drawFlames({
      title: "profile",
      threads: [{ name: "plugin's thread", root: flameTree(profile) }],
      places,
      footer: [],
    });
    const box = (title: string) => {
      const [, y, width] = new RegExp(`<title>${title}.*?y="([\\d.]+)" width="([\\d.]+)"`).exec(svg)!;
      return { y: Number(y), width: Number(width) + 1 };
    };
    const [caller, guest] = [box("take&#60;T&#62;"), box("wasm-function\\[3\\]")];
    expect(guest.y).toBeGreaterThan(caller.y);
    expect(guest.width / caller.width).toBeCloseTo(300 / 390, 2);
    expect(svg).toContain("take&#60;T&#62; worker/main.js:10 · 97.5 %");
  });
});
