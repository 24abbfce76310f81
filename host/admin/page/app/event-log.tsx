import type { ExporterEvent } from "./api-types.ts";
import { clockText } from "./format.ts";
import { StateMark } from "./state-badge.tsx";
import { stateWords } from "./state-words.ts";

/** What happened to exporters, newest first. */
export function EventLog({ events }: { readonly events: readonly ExporterEvent[] }) {
  return (
    <section class="panel events" aria-labelledby="events-title">
      <header class="panel-head">
        <h2 id="events-title">Events</h2>
      </header>
      {events.length === 0 && <p class="quiet">Nothing has changed since this page was opened.</p>}
      <ol>
        {events.slice(0, 30).map((event, index) => (
          <li key={`${event.atMillis} ${event.exporter} ${event.message} ${events.length - index}`}>
            <time dateTime={new Date(event.atMillis).toISOString()}>{clockText(event.atMillis)}</time>
            {event.state !== undefined && <StateMark tone={stateWords[event.state].tone} />}
            <strong>{event.exporter}</strong>
            <span class="event-text">{event.message}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
