import { bodyTop, element, escapeXml, footerHeight, pageMargin, picture, text } from "../charts/svg.ts";
import type { CallFrame } from "./cpu-profile.ts";
import type { Flame } from "./flame-tree.ts";
import type { SourcePlaces } from "./source-places.ts";

export interface ThreadFlame {
  readonly name: string;
  readonly root: Flame;
}

export interface FlameOptions {
  readonly title: string;
  readonly threads: readonly ThreadFlame[];
  readonly places: SourcePlaces;
  readonly footer: readonly string[];
}

const width = 1400;
const rowHeight = 18;
const headHeight = 34;
/** Narrower ones are left out, with all below them. */
const leastWidth = 3;
/** Enough for what happens under load; loading modules goes deeper. */
const maxDepth = 30;
const letterWidth = 6.7;

/**
 * A flame graph: each thread's busy time from left to right, callers above what they called, names where there is room
 * and in tooltips. Blue is the agent (with the code that jco generated), orange Node, green the guest, violet V8 itself.
 */
export function drawFlames({ title, threads, places, footer }: FlameOptions): string {
  const full = width - 2 * pageMargin;
  const body: string[] = [];
  let top = bodyTop;
  for (const { name, root } of threads) {
    const scale = full / root.micros;
    const row = top + headHeight;
    let depthReached = 0;
    const draw = (flame: Flame, left: number, depth: number): void => {
      const boxWidth = flame.micros * scale;
      if (boxWidth < leastWidth || depth === maxDepth) return;
      depthReached = Math.max(depthReached, depth);
      const label = flame.callFrame.functionName || "(anonymous)";
      const share = ((flame.micros / root.micros) * 100).toFixed(1);
      const letters = Math.floor((boxWidth - 6) / letterWidth);
      const y = row + depth * rowHeight;
      body.push(
        element(
          "g",
          {},
          `<title>${escapeXml(`${label} ${places.of(flame.callFrame)} · ${share} %`)}</title>`,
          element("rect", {
            class: `f${kindOf(flame.callFrame)}`,
            "fill-opacity": "0.3",
            x: left,
            y,
            width: Math.max(boxWidth - 1, 1),
            height: rowHeight - 1,
          }),
          ...(letters >= 4
            ? [text(label.slice(0, letters), { class: "small", x: left + 3, y: y + rowHeight - 5 })]
            : []),
        ),
      );
      let childLeft = left;
      for (const child of flame.children) {
        draw(child, childLeft, depth + 1);
        childLeft += child.micros * scale;
      }
    };
    body.push(
      text(`${name}: busy ${(root.micros / 1e6).toFixed(2)} s`, {
        class: "panel",
        x: pageMargin,
        y: top + 22,
      }),
    );
    let left = pageMargin;
    for (const child of root.children) {
      draw(child, left, 0);
      left += child.micros * scale;
    }
    top = row + (depthReached + 1) * rowHeight + 10;
  }
  return picture({ width, height: top + footerHeight(footer.length), title, footer, body });
}

/** Which of the four colours. */
function kindOf({ functionName, url }: CallFrame): 0 | 1 | 2 | 3 {
  if (url.startsWith("wasm:")) return 2;
  if (url.startsWith("file:") || url.startsWith("data:")) return 0;
  return url === "" && /^\((garbage collector|program)\)$/.test(functionName) ? 3 : 1;
}
