import { describe, expect, it } from "vitest";
import type { Batch, RecentSpan } from "../../../host/contract/index.ts";
import { hasResourceAttribute, SpanSampler } from "../../../host/pipeline/index.ts";
import { FakeClock } from "../fake-clock.ts";
import { batchOf } from "./arbitrary-spans.ts";

const service = (name: string) => ({ attributes: [{ key: "service.name", value: { stringValue: name } }] });

/** `errors` of `spans` spans have an error status; `padding` bytes of name in each. */
function batch({ spans = 10, errors = 0, padding = 0, of = "shop" } = {}): Batch {
  const name = "n".repeat(padding);
  const list = Array.from({ length: spans }, (_, index) => ({
    name: `${name}${index}`,
    status: index < errors ? { code: 2 } : {},
  }));
  return batchOf({ resourceSpans: [{ resource: service(of), scopeSpans: [{ spans: list }] }] });
}

function setUp({ random = (): number => 0.5 } = {}) {
  const clock = new FakeClock();
  const passed: Batch[] = [];
  const next = {
    consume(each: Batch) {
      passed.push(each);
      return { kind: "queued" } as const;
    },
  };
  return { clock, passed, sampler: new SpanSampler({ next, clock, random }) };
}

describe("the sampler", () => {
  it("passes every batch on as it is, and its answer back, whether anyone watches or not", () => {
    const { sampler, passed } = setUp();
    const [a, b] = [batch(), { spans: Uint8Array.of(1, 2, 3), spanCount: 7 }];
    expect(sampler.consume(a)).toEqual({ kind: "queued" });
    sampler.watch({});
    expect(sampler.consume(b)).toEqual({ kind: "queued" });
    expect(passed).toEqual([a, b]);
    expect(passed[0]).toBe(a);
  });

  it("counts exactly while there are few spans", () => {
    const { sampler } = setUp();
    const [all, shop, bank] = [{}, { service: "shop" }, { service: "bank" }].map((each) =>
      sampler.watch(each),
    );
    sampler.consume(batch({ spans: 10, errors: 3 }));
    sampler.consume(batch({ spans: 5, errors: 5, of: "bank" }));
    expect(all!.take()).toEqual({ spans: 15, matched: 15, errors: 8 });
    expect(shop!.take()).toEqual({ spans: 15, matched: 10, errors: 3 });
    expect(bank!.take()).toEqual({ spans: 15, matched: 5, errors: 5 });
    expect(all!.take()).toEqual({ spans: 0, matched: 0, errors: 0 });
  });

  it("looks at a bounded number of bytes in a second, and estimates the rest from the exact number of spans", async () => {
    const { sampler, clock } = setUp();
    const watch = sampler.watch({});
    // 100 kB each: 84 of them are what may be walked in a second.
    const big = batch({ spans: 100, errors: 20, padding: 1000 });
    for (let index = 0; index < 1000; index += 1) sampler.consume(big);
    const { spans, matched, errors } = watch.take();
    expect([spans, Math.round(matched), Math.round(errors)]).toEqual([100_000, 100_000, 20_000]);

    await clock.advance(1_000);
    sampler.consume(big);
    // Ten times too much came in the second before: with this random number, nothing is looked at.
    expect(watch.take()).toEqual({ spans: 0, matched: 0, errors: 0 });
    await clock.advance(1_000);
    sampler.consume(big);
    expect(watch.take()).toEqual({ spans: 200, matched: 200, errors: 40 });
  });

  it("chooses batches at random when there are many", async () => {
    let drawn = 0;
    const { sampler, clock } = setUp({ random: () => (drawn++ % 10) / 10 });
    const big = batch({ spans: 100, errors: 100, padding: 1000 });
    const small = batch({ spans: 100, errors: 0, padding: 1000 });
    const watch = sampler.watch({});
    for (let index = 0; index < 840; index += 1) sampler.consume(big);
    watch.take();
    await clock.advance(1_000);
    drawn = 0;
    // A tenth is chosen: number 0, 10, 20, … of which every second has errors only.
    for (let index = 0; index < 100; index += 1)
      sampler.consume(Math.floor(index / 10) % 2 === 0 ? big : small);
    const { matched, errors } = watch.take();
    expect(errors / matched).toBe(0.5);
  });

  it("forgets a watch that was ended", () => {
    const { sampler } = setUp();
    const watch = sampler.watch({});
    watch.end();
    sampler.consume(batch());
    expect(watch.take()).toEqual({ spans: 0, matched: 0, errors: 0 });
  });
});

describe("an attribute of a resource", () => {
  it("is found at any resource of a batch, and not at spans", () => {
    const marked = { attributes: [{ key: "mark", value: { boolValue: true } }] };
    const spans = [{ name: "a", attributes: marked.attributes }];
    const [with_, without] = [marked, {}].map((resource) =>
      batchOf({ resourceSpans: [{ resource: {} }, { resource, scopeSpans: [{ spans }] }] }),
    );
    expect(hasResourceAttribute(with_!, "mark", "true")).toBe(true);
    expect(hasResourceAttribute(with_!, "mark", "false")).toBe(false);
    expect(hasResourceAttribute(without!, "mark", "true")).toBe(false);
  });
});

describe("the tail of recent spans", () => {
  it("keeps nothing until someone subscribes, and nothing after the last has gone", async () => {
    const { sampler, clock } = setUp();
    sampler.consume(batch());
    expect(sampler.recentSpans.recent()).toEqual([]);
    expect(clock.pending).toBe(0);
    const end = sampler.recentSpans.subscribe(() => {});
    sampler.consume(batch({ spans: 3 }));
    await clock.advance(1_000);
    expect(sampler.recentSpans.recent()).toHaveLength(3);
    end();
    expect(sampler.recentSpans.recent()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("tells what came in, once a second, oldest first, and a bounded number of it", async () => {
    const { sampler, clock } = setUp();
    const told: (readonly RecentSpan[])[] = [];
    sampler.recentSpans.subscribe((spans) => told.push(spans));
    sampler.consume(batch({ spans: 2, errors: 1 }));
    await clock.advance(1_000);
    await clock.advance(1_000);
    expect(told.map((spans) => spans.map(({ name, service, status }) => [name, service, status]))).toEqual([
      [
        ["0", "shop", "error"],
        ["1", "shop", "unset"],
      ],
    ]);
    for (let second = 0; second < 10; second += 1) {
      for (let index = 0; index < 50; index += 1) sampler.consume(batch({ spans: 30 }));
      await clock.advance(1_000);
    }
    expect(told.at(-1)).toHaveLength(100);
    expect(sampler.recentSpans.recent()).toHaveLength(500);
  });

  it("cuts long names, and not in the middle of a character", async () => {
    const { sampler, clock } = setUp();
    sampler.recentSpans.subscribe(() => {});
    sampler.consume(
      batchOf({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: `n${"😀".repeat(1000)}` }] }] }] }),
    );
    await clock.advance(1_000);
    const [span] = sampler.recentSpans.recent();
    expect(span?.name).toBe(`n${"😀".repeat(99)}`);
  });
});
