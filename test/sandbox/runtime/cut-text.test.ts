import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText } from "../../../host/sandbox/runtime/index.ts";

describe("cutting a text", () => {
  it("keeps every text that fits, and cuts others to the longest whole characters that do", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.integer({ min: 0, max: 100 }),
        (text, max) => {
          const bytes = Buffer.byteLength(text);
          const cut = cutText(text, max);
          if (bytes <= max) return void expect(cut).toBe(text);
          const [kept, note] = [
            cut.slice(0, cut.lastIndexOf("… (cut: ")),
            cut.slice(cut.lastIndexOf("… (cut: ")),
          ];
          expect(note).toBe(`… (cut: ${bytes} bytes)`);
          expect(text.startsWith(kept)).toBe(true);
          expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(max);
          expect(Buffer.byteLength(kept)).toBeGreaterThan(max - 4);
        },
      ),
    );
  });
});
