import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHeader, type QueueRecord } from "../../../host/pipeline/storage/queue-record.ts";
import { type FoundRecord, scanSegment } from "../../../host/pipeline/storage/scan-segment.ts";

const marker = Buffer.from("1f2e3d4c5b6a7988", "hex");

const records = fc.array(
  fc.record({
    type: fc.constantFrom(1, 2, 3),
    sequence: fc.maxSafeNat(),
    extra: fc.nat(),
    payload: fc.uint8Array({ maxLength: 60 }),
  }),
  { maxLength: 12 },
);

interface Written {
  readonly bytes: Buffer;
  /** Where each record ends. */
  readonly ends: readonly number[];
}

function write(list: readonly QueueRecord[], by = marker): Written {
  const ends: number[] = [];
  let bytes = Buffer.alloc(0);
  for (const record of list) {
    bytes = Buffer.concat([bytes, encodeHeader(record, by), record.payload]);
    ends.push(bytes.length);
  }
  return { bytes, ends };
}

const plain = ({ type, sequence, extra, payload }: FoundRecord | QueueRecord) => ({
  type,
  sequence,
  extra,
  payload: Buffer.from(payload).toString("hex"),
});

describe("scanning a segment", () => {
  it("gives back what was written", () => {
    fc.assert(
      fc.property(records, (list) => {
        const { bytes } = write(list);
        const scan = scanSegment(bytes, marker);
        expect(scan.records.map(plain)).toEqual(list.map(plain));
        expect(scan).toMatchObject({ damaged: [], end: bytes.length });
      }),
    );
  });

  it("keeps all whole records of a file that was cut off anywhere, and calls nothing damaged", () => {
    fc.assert(
      fc.property(records, fc.nat(), (list, cut) => {
        const { bytes, ends } = write(list);
        const length = cut % (bytes.length + 1);
        const scan = scanSegment(bytes.subarray(0, length), marker);
        const whole = ends.filter((end) => end <= length);
        expect(scan.records.map(plain)).toEqual(list.slice(0, whole.length).map(plain));
        expect(scan).toMatchObject({ damaged: [], end: whole.at(-1) ?? 0 });
      }),
    );
  });

  it("loses only the records in which bits flipped, and invents none", () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(records, flips, (list, bits) => {
        const { bytes, ends } = write(list);
        fc.pre(bytes.length > 0);
        const original = Buffer.from(bytes);
        for (const [at, bit] of bits) bytes[at % bytes.length]! ^= 1 << bit;
        const sound = list.filter((_, index) => {
          const range = [ends[index - 1] ?? 0, ends[index]!] as const;
          return bytes.subarray(...range).equals(original.subarray(...range));
        });
        const scan = scanSegment(bytes, marker);
        expect(scan.records.map(plain)).toEqual(sound.map(plain));
        const accounted =
          scan.records.reduce((sum, { payload }) => sum + 36 + payload.length, 0) +
          scan.damaged.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(accounted).toBe(scan.end);
      }),
      { numRuns: 500 },
    );
  });

  it("does not take bytes inside a damaged record for a record, however they look", () => {
    const inner = write(
      [{ type: 1, sequence: 9, extra: 1, payload: Buffer.from("forged") }],
      Buffer.alloc(8, 7),
    );
    const { bytes } = write([{ type: 1, sequence: 1, extra: 1, payload: inner.bytes }]);
    bytes[12]! ^= 1;
    expect(scanSegment(bytes, marker)).toEqual({
      records: [],
      damaged: [{ from: 0, to: bytes.length }],
      end: bytes.length,
    });
  });

  it("takes room that was never filled for a record that was cut off", () => {
    const { bytes } = write([{ type: 1, sequence: 1, extra: 1, payload: Buffer.from("spans") }]);
    const scan = scanSegment(Buffer.concat([bytes, Buffer.alloc(4_096)]), marker);
    expect(scan).toMatchObject({ damaged: [], end: bytes.length });
    expect(scan.records).toHaveLength(1);
  });

  it("stands random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(scanSegment(Buffer.from(noise), marker).records).toEqual([]);
      }),
    );
  });
});
