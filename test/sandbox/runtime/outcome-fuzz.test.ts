import { assert, asyncProperty, constantFrom, nat, record, tuple, uint8Array } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Outcome, silentLogger, systemClock } from "../../../host/contract/index.ts";
import {
  type CompiledComponent,
  compileComponent,
  type Guest,
  instantiatePlugin,
} from "../../../host/sandbox/runtime/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

/** Bytes of `result<accepted, failure>` as the canonical ABI lays it out. */
const resultBytes = 24;

/** Answers with whatever stands at the begin of the batch. */
const answersWithTheBatch = `
  (memory.copy (i32.const 128) (local.get $ptr) (i32.const ${resultBytes}))
  (i32.const 128)`;

let compiled: CompiledComponent;

beforeAll(async () => {
  const bytes = await buildWatPlugin({ wat: honestWat({ export: answersWithTheBatch }) });
  compiled = await compileComponent({
    name: "guest",
    bytes,
    memoryBytes: 4 * 1024 * 1024,
    logger: silentLogger,
    clock: systemClock,
  });
});

async function freshGuest(): Promise<Guest> {
  const guest = await instantiatePlugin({ name: "guest", compiled, wasi: () => ({}), log() {} });
  guest.configure({ blob: new Uint8Array(), type: "yaml" });
  return guest;
}

const spanCount = 7;

function expectSound(outcome: Outcome): void {
  switch (outcome.kind) {
    case "partly-rejected":
      expect(outcome.rejectedSpans).toBeGreaterThanOrEqual(1);
      expect(outcome.rejectedSpans).toBeLessThanOrEqual(spanCount);
      break;
    case "retryable":
      expect(outcome.retryAfterMillis ?? 0).toBeGreaterThanOrEqual(0);
      break;
    case "accepted":
    case "permanent":
      break;
    default:
      outcome satisfies never;
  }
  expect((outcome.message ?? "").length).toBeLessThanOrEqual(64 * 1024 + 100);
}

/** A result area whose cases and pointers are often, but not always, ones that the contract knows. */
const resultArea = tuple(
  uint8Array({ minLength: resultBytes, maxLength: resultBytes }),
  record({ ok: constantFrom(0, 1, 2, 255), inner: constantFrom(0, 1, 2, 77) }),
  tuple(nat(40 * 65536), nat(40 * 65536)),
).map(([bytes, { ok, inner }, [pointer, length]]) => {
  const view = new DataView(bytes.buffer);
  view.setUint8(0, ok);
  view.setUint8(ok === 0 ? 8 : 4, inner);
  view.setUint32(ok === 0 ? 12 : 8, pointer, true);
  view.setUint32(ok === 0 ? 16 : 12, length, true);
  return bytes;
});

describe("whatever bytes a guest answers with", () => {
  it.each([
    ["at random", uint8Array({ minLength: resultBytes, maxLength: resultBytes })],
    ["near what the contract says", resultArea],
  ])("%s, they become a sound outcome or a trap", async (_, area) => {
    let guest = await freshGuest();
    await assert(
      asyncProperty(area, async (spans) => {
        let outcome: Outcome;
        try {
          outcome = guest.export(0, { spans, spanCount });
        } catch (trap) {
          expect(trap).toBeInstanceOf(Error);
          guest = await freshGuest();
          return;
        }
        expectSound(outcome);
      }),
      { numRuns: 300 },
    );
  });
});
