import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guestText } from "../../../host/sandbox/runtime/index.ts";

describe("a guest's text", () => {
  it("is shown as it is when it is plain", () => {
    expect(guestText("größe:\t5 µs – 完了 👍🏽", 100)).toBe("größe:\t5 µs – 完了 👍🏽");
  });

  it("can't steer a terminal", () => {
    expect(guestText("\u001b[2J\u0007a\rb\u007f\u009b1m\u202ec", 100)).toBe("␛[2J␇a␍b␡\ufffd1m\ufffdc");
  });

  it("can't pass a line off as the agent's", () => {
    expect(guestText("first\nerror[INTERNAL]: forged", 100)).toBe("first\n    error[INTERNAL]: forged");
  });

  it("never grows beyond its bound, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.integer({ min: 0, max: 150 }),
        (text, max) => {
          const shown = guestText(text, max);
          const kept = shown.includes("… (cut: ") ? shown.slice(0, shown.lastIndexOf("… (cut: ")) : shown;
          expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(max);
          expect(shown).not.toMatch(/(?![\n\t])\p{Cc}/u);
          expect(kept.trimEnd()).not.toMatch(/\n(?! {4})/);
        },
      ),
    );
  });
});
