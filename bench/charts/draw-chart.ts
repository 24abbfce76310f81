import type { Chart } from "./chart.ts";
import { drawPanel } from "./draw-panel.ts";
import { bodyTop, footerHeight, pageMargin, picture } from "./svg.ts";

const width = 980;
const panelHeight = 360;
const gap = 24;

/** A chart as an SVG file, its panels side by side. */
export function drawChart({ title, panels }: Chart, footer: readonly string[]): string {
  const panelWidth = (width - 2 * pageMargin - (panels.length - 1) * gap) / panels.length;
  return picture({
    width,
    height: bodyTop + panelHeight + footerHeight(footer.length),
    title,
    footer,
    body: panels.flatMap((panel, index) =>
      drawPanel(panel, {
        left: pageMargin + index * (panelWidth + gap),
        top: bodyTop,
        width: panelWidth,
        height: panelHeight,
      }),
    ),
  });
}
