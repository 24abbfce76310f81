import { describe, expect, it } from "vitest";
import { BodyPool } from "../../host/receivers/body-pool.ts";

describe("the pool of body memory", () => {
  it("gives memory of exactly the wanted length, on a shared buffer", () => {
    const { bytes } = new BodyPool().take(1000);
    expect(bytes.byteLength).toBe(1000);
    expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("takes no memory twice while somebody holds it", () => {
    const pool = new BodyPool();
    const first = pool.take(5000);
    first.hold();
    first.release();
    expect(pool.take(5000).bytes.buffer).not.toBe(first.bytes.buffer);
  });

  it("uses memory again when the last holder has released it", () => {
    const pool = new BodyPool();
    const first = pool.take(5000);
    first.hold();
    first.release();
    first.release();
    const second = pool.take(4500);
    expect(second.bytes.buffer).toBe(first.bytes.buffer);
    expect(second.bytes.byteLength).toBe(4500);
  });

  it.each([0, 1, 1024, 1025, 4096, 4097, 4 * 1024 * 1024 + 1, 16 * 1024 * 1024])(
    "has room for a body of %i bytes",
    (length) => {
      const pool = new BodyPool();
      pool.take(length).release();
      const { bytes } = pool.take(length);
      bytes.fill(7);
      expect(bytes.byteLength).toBe(length);
    },
  );

  it("wastes no more than a quarter of what it takes", () => {
    const pool = new BodyPool();
    for (let length = 1024; length < 8_000_000; length = Math.ceil(length * 1.07)) {
      const { buffer } = pool.take(length).bytes;
      expect(buffer.byteLength).toBeGreaterThanOrEqual(length);
      expect(buffer.byteLength).toBeLessThanOrEqual(length * 1.25 + 1);
    }
  });

  it("keeps no more idle memory than it may", () => {
    const pool = new BodyPool({ maxIdleBytes: 10_000 });
    const taken = [1, 2, 3, 4].map(() => pool.take(4096));
    for (const { release } of taken.map((body) => ({ release: () => body.release() }))) release();
    expect(pool.idleBytes).toBe(8192);
  });

  it("keeps nothing of a body above its limit", () => {
    const pool = new BodyPool({ maxPooledBytes: 4096 });
    pool.take(4097).release();
    expect(pool.idleBytes).toBe(0);
  });

  it("has garbage collected each time when so much new memory was made", () => {
    let collections = 0;
    const pool = new BodyPool({ maxFreshBytes: 10 * 4096, collectAll: () => collections++ });
    for (let index = 0; index < 35; index += 1) pool.take(4096);
    expect(collections).toBe(3);
    for (let index = 0; index < 100; index += 1) pool.take(4096).release();
    expect(collections).toBe(3);
  });

  it("says so when a holder lets go twice", () => {
    const body = new BodyPool().take(10);
    body.release();
    expect(() => body.release()).toThrow(/without hold/);
    expect(() => body.hold()).toThrow(/after the last/);
  });
});
