import { type Axis, createAxis, shortFigure } from "./axis.ts";
import type { ChartSeries, Panel } from "./chart.ts";
import { element, line, text } from "./svg.ts";

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Room for what stands around the axes. */
const around = { left: 62, right: 22, top: 58, bottom: 46 } as const;
/** So many points have their figures written at them, and their own ticks. */
const mostLabelled = 8;
const legendStep = 18;
/** Of a figure, from middle to middle. */
const labelRoom = 46;

/** Axes, grid, a line for each series through its medians, and a bar from minimum to maximum at each point. */
export function drawPanel(panel: Panel, frame: Frame): string[] {
  const { series } = panel;
  const points = series.flatMap((one) => one.points);
  const isLabelled = Math.max(...series.map((one) => one.points.length)) <= mostLabelled;
  const plot = {
    left: frame.left + around.left,
    right: frame.left + frame.width - around.right,
    top: frame.top + around.top,
    bottom: frame.top + frame.height - around.bottom,
  };
  const x = createAxis({
    scale: panel.x.scale,
    values: points.map((point) => point.x),
    from: plot.left + (panel.x.scale === "log" ? 16 : 0),
    to: plot.right - 12,
    isAtValues: isLabelled,
  });
  const y = createAxis({
    scale: panel.y.scale,
    values: points.flatMap(({ y: { min, max } }) => [min, max]),
    from: plot.bottom,
    to: plot.top,
  });
  const middle = (plot.left + plot.right) / 2;
  return [
    text(panel.title, { class: "panel", x: frame.left, y: frame.top + 16 }),
    text(panel.y.label, { class: "quiet small end", x: plot.left - 8, y: plot.top - 14 }),
    ...(series.length > 1 ? legend(series, plot.left, frame.top + 38) : []),
    ...y.ticks.flatMap((tick) => [
      line(plot.left, y.at(tick), plot.right, y.at(tick), "grid"),
      text(shortFigure(tick), { class: "small end", x: plot.left - 8, y: y.at(tick) + 4 }),
    ]),
    ...withoutCrowding(x).map((tick) =>
      text(shortFigure(tick), { class: "small middle", x: x.at(tick), y: plot.bottom + 18 }),
    ),
    text(panel.x.label, { class: "quiet middle", x: middle, y: plot.bottom + 38 }),
    ...series.flatMap((one, index) => drawSeries(one, { index, x, y, isLabelled })),
  ];
}

/** Where two ticks have no room for their figures, the later one is written: the last one always. */
function withoutCrowding({ ticks, at }: Axis): readonly number[] {
  return ticks.filter((tick, index) => {
    const next = ticks[index + 1];
    return next === undefined || at(next) - at(tick) >= labelRoom;
  });
}

function legend(series: readonly ChartSeries[], left: number, y: number): string[] {
  let x = left;
  return series.flatMap(({ name }, index) => {
    const entry = [
      element("rect", { class: `f${index}`, x, y: y - 9, width: 12, height: 10, rx: 2 }),
      text(name, { class: "small", x: x + legendStep, y }),
    ];
    x += legendStep + name.length * 6.6 + 14;
    return entry;
  });
}

interface SeriesOptions {
  readonly index: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly isLabelled: boolean;
}

function drawSeries({ points }: ChartSeries, { index, x, y, isLabelled }: SeriesOptions): string[] {
  const path = points.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y.median).toFixed(1)}`);
  // Of two figures without room for both side by side, the second stands below its point.
  const isBelow = points.map((point, at) => at > 0 && x.at(point.x) - x.at(points[at - 1]!.x) < labelRoom);
  return [
    element("polyline", { class: `curve s${index}`, points: path.join(" ") }),
    ...points.flatMap(({ x: value, y: { min, median, max } }, at) => [
      line(x.at(value), y.at(min), x.at(value), y.at(max), `spread s${index}`),
      element("circle", {
        class: `f${index}`,
        cx: x.at(value),
        cy: y.at(median),
        r: isLabelled ? 4 : 2.5,
      }),
      ...(isLabelled
        ? [
            text(shortFigure(median), {
              class: "small middle halo",
              x: x.at(value),
              y: isBelow[at] ? y.at(min) + 20 : y.at(max) - 9,
            }),
          ]
        : []),
    ]),
  ];
}
