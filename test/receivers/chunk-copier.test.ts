import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkCopier } from "../../host/receivers/chunk-copier.ts";

const chunk = fc
  .record({ start: fc.nat(9), bytes: fc.uint8Array({ maxLength: 300 }) })
  .map(({ start, bytes }) => {
    const memory = new Uint8Array(start + bytes.length);
    memory.set(bytes, start);
    return memory.subarray(start);
  });

describe("copying a body's chunks to shared memory", () => {
  it("gives what a plain copy gives, wherever chunks begin and end", () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 12 }), fc.nat(9), (chunks, targetStart) => {
        const length = chunks.reduce((sum, { length }) => sum + length, 0);
        const target = new Uint8Array(new SharedArrayBuffer(targetStart + length), targetStart);
        const copier = new ChunkCopier(() => {});
        let offset = 0;
        for (const part of chunks) {
          copier.copy(part, target, offset);
          offset += part.length;
        }
        expect(Buffer.from(target).equals(Buffer.concat(chunks))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 3, 8])("copies a chunk that is larger than its scratch memory, at offset %i", (offset) => {
    const source = Uint8Array.from({ length: 200_001 }, (_, index) => (index * 31) % 251);
    const target = new Uint8Array(new SharedArrayBuffer(offset + source.length));
    new ChunkCopier(() => {}).copy(source, target, offset);
    expect(Buffer.from(target.slice(offset)).equals(source)).toBe(true);
  });

  it("has the garbage of chunks collected now and then, and not after each", () => {
    let collections = 0;
    const copier = new ChunkCopier(() => collections++);
    const part = new Uint8Array(64 * 1024);
    const target = new Uint8Array(new SharedArrayBuffer(part.length));
    for (let index = 0; index < 1024; index += 1) copier.copy(part, target, 0);
    expect(collections).toBe(8);
  });
});
