import { describe, expect, it } from "vitest";
import { endError } from "../../host/plugins/end-error.ts";
import type { EndReason } from "../../host/plugins/worker-end.ts";

const mebibyte = 1024 * 1024;

function errorOf(reason: EndReason, options: { memoryBytes?: number; stack?: string } = {}) {
  return endError({
    name: "files",
    end: { reason, memoryBytes: options.memoryBytes ?? mebibyte, threadEnded: true },
    memoryLimitBytes: 64 * mebibyte,
    locate: () => options.stack ?? "",
  });
}

const trap = (reason: string, lastWords?: string): EndReason => ({
  kind: "trap",
  report: { call: "export-spans", reason, stack: "", ...(lastWords === undefined ? {} : { lastWords }) },
});

describe("the end of a worker as an error", () => {
  it("holds the guest's last words before V8's, and its stack", () => {
    const error = errorOf(trap("unreachable", "no such luck (my.ts:9:31)"), {
      stack: "    at f (my.ts:9:31)",
    });
    expect(error.code).toBe("PLUGIN_CRASHED");
    expect(error.message).toBe(
      "files: the plugin trapped in export-spans: no such luck (my.ts:9:31)\n    at f (my.ts:9:31)",
    );
  });

  it.each([
    ["its memory is at the cap", "unreachable", undefined, 63, ""],
    [
      "its allocator trapped, by name",
      "unreachable",
      undefined,
      40,
      "    at ~lib/rt/tlsf/growMemory (offset 0x1)",
    ],
    [
      "its allocator trapped, by line",
      "unreachable",
      undefined,
      40,
      "    at function 17 (~lib/rt/tlsf.ts:445:39)",
    ],
    ["it said something and its memory is at the cap", "unreachable", "allocation too large", 63, ""],
  ])("is one of memory when %s", (_what, reason, lastWords, megabytes, stack) => {
    const error = errorOf(trap(reason, lastWords), { memoryBytes: megabytes * mebibyte, stack });
    expect(error.code).toBe("PLUGIN_MEMORY");
    expect(error.message).toContain(`out of memory: ${megabytes} of 64 MiB`);
  });

  it.each([
    ["there is room", "unreachable", undefined, 40, "    at main (offset 0x1)"],
    ["another trap came at the cap", "integer divide by zero", undefined, 64, ""],
    [
      "only an outer frame is the allocator's",
      "unreachable",
      undefined,
      40,
      "    at f (a.ts:1:1)\n    at g (~lib/rt/tlsf.ts:1:1)",
    ],
  ])("is not one of memory when %s", (_what, reason, lastWords, megabytes, stack) => {
    const error = errorOf(trap(reason, lastWords), { memoryBytes: megabytes * mebibyte, stack });
    expect(error.code).toBe("PLUGIN_CRASHED");
  });
});
