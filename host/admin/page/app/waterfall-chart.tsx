import { clockText, millisText } from "./format.ts";
import { layWaterfall, type TailTrace, type WaterfallRow } from "./trace-tail.ts";

const hues = 6;

interface WaterfallChartProps {
  readonly trace: TailTrace;
  /** Stays, though newer ones come. */
  readonly isHeld: boolean;
  onFollow(): void;
}

/** The spans of a trace over its time, children under their parents. */
export function WaterfallChart({ trace, isHeld, onFollow }: WaterfallChartProps) {
  const { rows, durationMillis } = layWaterfall(trace.spans);
  const services = [...new Set(rows.map(({ span }) => span.service))];
  return (
    <div class="waterfall">
      <p class="waterfall-head">
        <code>{trace.traceId}</code>
        <span class="quiet">{clockText(rows[0]!.span.startMillis)}</span>
        {isHeld && (
          <button type="button" class="plain" onClick={onFollow}>
            Follow the newest
          </button>
        )}
      </p>
      <table>
        <caption class="visually-hidden">Spans of trace {trace.traceId}</caption>
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">
              <span class="waterfall-scale">
                <span>0</span>
                <span>{millisText(durationMillis / 2)}</span>
                <span>{millisText(durationMillis)}</span>
              </span>
            </th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SpanRow key={row.span.spanId} row={row} hue={services.indexOf(row.span.service) % hues} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SpanRow({ row, hue }: { readonly row: WaterfallRow; readonly hue: number }) {
  const { span, depth, left, width } = row;
  const isError = span.status === "error";
  return (
    <tr>
      <th scope="row" style={{ "--depth": Math.min(depth, 12) }}>
        <span class="span-name" title={span.name}>
          {span.name || "unnamed"}
        </span>
        <span class="quiet">{span.service}</span>
      </th>
      <td>
        <span class="span-lane">
          <span
            class={`span-bar hue-${hue} ${isError ? "span-error" : ""}`}
            style={{
              left: `${Math.min(left, 99.5)}%`,
              width: `${Math.max(0.5, Math.min(width, 100 - left))}%`,
            }}
          />
        </span>
      </td>
      <td class={isError ? "is-bad" : "quiet"}>
        {millisText(span.durationMillis)}
        {isError && <span class="visually-hidden"> error</span>}
      </td>
    </tr>
  );
}
