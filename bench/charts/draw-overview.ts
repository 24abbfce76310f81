import { createAxis, shortFigure } from "./axis.ts";
import type { Headroom } from "./mark-headroom.ts";
import { bodyTop, element, footerHeight, line, pageMargin, picture, text } from "./svg.ts";

const width = 980;
const rowHeight = 25;
const barHeight = 15;
const nameWidth = 370;
const labelWidth = 130;
const tickHeight = 56;
/** Beyond these a bar is cut off: its figure says the rest. */
const least = 0.1;
const most = 10;

/** Every figure with a mark as a bar from the mark, to the right where it is met; the axis is logarithmic. */
export function drawOverview(headrooms: readonly Headroom[], footer: readonly string[]): string {
  const axis = createAxis({
    scale: "log",
    values: [least, 0.2, 0.5, 1, 2, 5, most],
    from: pageMargin + nameWidth,
    to: width - pageMargin - labelWidth,
    isAtValues: true,
  });
  const top = bodyTop + 8;
  const bottom = top + headrooms.length * rowHeight;
  const bars = headrooms.flatMap(({ name, label, factor }, index) => {
    const middle = top + (index + 0.5) * rowHeight;
    const end = axis.at(Math.min(most, Math.max(least, factor)));
    const [left, right] = [Math.min(end, axis.at(1)), Math.max(end, axis.at(1))];
    return [
      text(name, { class: "end", x: pageMargin + nameWidth - 14, y: middle + 4.5 }),
      element("rect", {
        class: factor >= 1 ? "good" : "bad",
        x: left,
        y: middle - barHeight / 2,
        width: Math.max(1, right - left),
        height: barHeight,
      }),
      text(label, { class: "small", x: width - pageMargin - labelWidth + 12, y: middle + 4.5 }),
    ];
  });
  return picture({
    width,
    height: bottom + tickHeight + footerHeight(footer.length),
    title: "Figures against their marks",
    footer,
    body: [
      ...axis.ticks.map((tick) => line(axis.at(tick), top, axis.at(tick), bottom, "grid")),
      ...bars,
      line(axis.at(1), top - 4, axis.at(1), bottom + 4, "mark"),
      ...axis.ticks.map((tick) =>
        text(tick === 1 ? "mark" : `${shortFigure(tick)} ×`, {
          class: "small middle",
          x: axis.at(tick),
          y: bottom + 20,
        }),
      ),
      text("times better than the mark asks for, from the median", {
        class: "quiet middle",
        x: (axis.at(least) + axis.at(most)) / 2,
        y: bottom + 40,
      }),
    ],
  });
}
