import { type Endpoint, formatEndpoint } from "../contract/index.ts";
import type { AdminConfig, ExporterConfig, PipelineConfig, ReceiverConfig } from "./agent-config.ts";
import type { ConfigContext } from "./config-context.ts";
import { nearestName } from "./nearest-name.ts";
import type { Located } from "./reader.ts";
import type { WrittenPipeline } from "./service-schema.ts";

/** Looks up the names of the pipeline: each is defined and stands there once, and there is at least one of each. */
export function checkPipeline(
  written: Located<WrittenPipeline>,
  defined: { readonly receivers: readonly string[]; readonly exporters: readonly string[] },
  context: ConfigContext,
): PipelineConfig {
  const { receivers = [], exporters = [], fan_out: fanOut = "all" } = written.value;
  const names = (kind: "receivers" | "exporters", listed: readonly Located<string>[]): readonly string[] => {
    const path = `${written.path}.${kind}`;
    if (written.value[kind]?.length === 0) {
      context.problems.report({ at: written.at, path, expected: "at least one name", found: "none" });
    }
    const seen = new Set<string>();
    for (const { value: name, at, path: itemPath } of listed) {
      if (!defined[kind].includes(name)) {
        const expected = `a name under ${kind}: ${defined[kind].join(", ") || "there is none"}`;
        const near = nearestName(name, defined[kind]);
        const fix = near === undefined ? `Define it under ${kind}.` : `Write ${near} instead.`;
        context.problems.report({ at, path: itemPath, expected, found: JSON.stringify(name), fix });
      } else if (seen.has(name)) {
        const found = `${JSON.stringify(name)} a second time`;
        context.problems.report({ at, path: itemPath, expected: "each name once", found });
      }
      seen.add(name);
    }
    return [...seen];
  };
  return { receivers: names("receivers", receivers), exporters: names("exporters", exporters), fanOut };
}

export interface Listener {
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly at: ReceiverConfig["at"];
}

/** Everything that will listen. */
export function listenersOf(
  receivers: readonly ReceiverConfig[],
  admin: AdminConfig | undefined,
): Listener[] {
  const listeners: Listener[] = receivers.flatMap(({ name, at, http, grpc }) =>
    Object.entries({ http, grpc }).flatMap(([protocol, options]) =>
      options ? [{ path: `receivers.${name}.protocols.${protocol}`, endpoint: options.endpoint, at }] : [],
    ),
  );
  if (admin) listeners.push({ path: "service.admin", endpoint: admin.endpoint, at: undefined });
  return listeners;
}

/** No two may listen at the same address. Port 0 never clashes. */
export function checkListeners(listeners: readonly Listener[], context: ConfigContext): void {
  for (const [index, b] of listeners.entries()) {
    const a = listeners.slice(0, index).find((each) => clash(each.endpoint, b.endpoint));
    if (!a) continue;
    context.problems.report({
      at: b.at ?? a.at ?? { line: 1, column: 1 },
      path: `${b.path}.endpoint`,
      expected: "an address of its own",
      found: `${formatEndpoint(b.endpoint)}, where ${a.path} listens (${formatEndpoint(a.endpoint)})`,
    });
  }
}

function clash(a: Endpoint, b: Endpoint): boolean {
  if (a.port !== b.port || a.port === 0) return false;
  const [one, other] = [a, b].map(({ host }) => (host === "localhost" ? "127.0.0.1" : host.toLowerCase()));
  const all = (host: string | undefined) => host === "0.0.0.0" || host === "::";
  return one === other || all(one) || all(other);
}

/** A queue's directory belongs to one exporter. */
export function checkStorage(exporters: readonly ExporterConfig[], context: ConfigContext): void {
  const owners = new Map<string, string>();
  for (const { name, at, sendingQueue } of exporters) {
    if (sendingQueue.storage === undefined) continue;
    const owner = owners.get(sendingQueue.storage);
    if (owner !== undefined) {
      context.problems.report({
        at: at ?? { line: 1, column: 1 },
        path: `exporters.${name}.sending_queue.storage`,
        expected: "a directory of its own",
        found: `${sendingQueue.storage}, which exporter ${owner} uses`,
      });
    }
    owners.set(sendingQueue.storage, owner ?? name);
  }
}
