import type { Histogram } from "./api-types.ts";
import { millisText, shortNumber } from "./format.ts";
import { quantile } from "./quantile.ts";

const [chartWidth, chartHeight] = [240, 44];

interface RateChartProps {
  readonly points: readonly { readonly agoMillis: number; readonly rate: number }[];
  readonly label: string;
}

/** One minute of a rate, as an area. */
export function RateChart({ points, label }: RateChartProps) {
  const top = Math.max(1, ...points.map(({ rate }) => rate));
  const line = points.map(({ agoMillis, rate }) => {
    const x = chartWidth * (1 - Math.min(1, agoMillis / 60_000));
    return `${x.toFixed(1)} ${(chartHeight - 2 - (rate / top) * (chartHeight - 6)).toFixed(1)}`;
  });
  const [first] = line;
  const startX = first?.split(" ")[0] ?? "0";
  return (
    <svg
      class="chart rate-chart"
      viewBox={`0 0 ${chartWidth} ${chartHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}, last minute: at most ${shortNumber(top)} a second`}
    >
      <line class="chart-base" x1="0" x2={chartWidth} y1={chartHeight - 1} y2={chartHeight - 1} />
      {line.length > 1 && (
        <>
          <path class="chart-area" d={`M${startX} ${chartHeight}L${line.join("L")}V${chartHeight}z`} />
          <path class="chart-line" d={`M${line.join("L")}`} />
        </>
      )}
    </svg>
  );
}

/** How long calls took: one bar for each bucket of the histogram, between the outermost that hold any. */
export function CallTimeChart({ histogram }: { readonly histogram: Histogram }) {
  const { bounds, counts, count } = histogram;
  const most = Math.max(1, ...counts);
  const step = chartWidth / counts.length;
  const [p50, p95] = [quantile(histogram, 0.5), quantile(histogram, 0.95)];
  const told =
    p50 === undefined || p95 === undefined
      ? "no calls in the last minute"
      : `half of ${shortNumber(count)} calls within ${millisText(p50)}, 95 % within ${millisText(p95)}`;
  return (
    <svg
      class="chart call-chart"
      viewBox={`0 0 ${chartWidth} ${chartHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Call time: ${told}`}
    >
      <line class="chart-base" x1="0" x2={chartWidth} y1={chartHeight - 1} y2={chartHeight - 1} />
      {counts.map((inBucket, index) => {
        // The square root keeps rare slow calls in sight beside thousands of fast ones.
        const height = inBucket === 0 ? 0 : Math.max(3, Math.sqrt(inBucket / most) * (chartHeight - 4));
        const upper = bounds[index];
        const range =
          upper === undefined ? `over ${millisText(bounds.at(-1) ?? 0)}` : `up to ${millisText(upper)}`;
        return (
          <rect
            key={range}
            class="chart-bar"
            x={index * step + step * 0.12}
            width={step * 0.76}
            y={chartHeight - 1 - height}
            height={height}
          >
            <title>{`${range}: ${shortNumber(inBucket)} calls`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly capacity: number;
  /** Drawn as a tick. */
  readonly peak?: number;
  readonly text: string;
}

export function Meter({ label, value, capacity, peak, text }: MeterProps) {
  const share = (part: number) => `${Math.min(100, capacity > 0 ? (100 * part) / capacity : 0)}%`;
  const tone = value >= 0.9 * capacity ? "bad" : value >= 0.7 * capacity ? "warn" : "calm";
  return (
    <div class={`meter meter-${tone}`}>
      <meter
        class="visually-hidden"
        aria-label={label}
        aria-valuetext={text}
        value={value}
        min={0}
        max={Math.max(capacity, 1)}
      />
      <span class="meter-fill" style={{ width: share(value) }} />
      {peak !== undefined && peak > value && <span class="meter-peak" style={{ left: share(peak) }} />}
    </div>
  );
}
