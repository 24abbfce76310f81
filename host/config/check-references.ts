import { type Endpoint, formatEndpoint } from "../contract/index.ts";
import type { AdminConfig, ExporterConfig, PipelineConfig, ReceiverConfig } from "./agent-config.ts";
import type { ConfigContext } from "./config-context.ts";
import { type ConfigValue, placeOf } from "./config-value.ts";
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
  /** The keys that lead to its endpoint. */
  readonly keys: readonly string[];
  readonly endpoint: Endpoint;
}

/** Everything that will listen. */
export function listenersOf(
  receivers: readonly ReceiverConfig[],
  admin: AdminConfig | undefined,
): Listener[] {
  const listeners: Listener[] = receivers.flatMap(({ name, http, grpc }) =>
    Object.entries({ http, grpc }).flatMap(([protocol, options]) =>
      options
        ? [{ keys: ["receivers", name, "protocols", protocol, "endpoint"], endpoint: options.endpoint }]
        : [],
    ),
  );
  if (admin) listeners.push({ keys: ["service", "admin", "endpoint"], endpoint: admin.endpoint });
  return listeners;
}

/** No two may listen at the same address. Port 0 never clashes. */
export function checkListeners(listeners: readonly Listener[], root: ConfigValue): void {
  for (const [index, b] of listeners.entries()) {
    const a = listeners.slice(0, index).find((each) => clash(each.endpoint, b.endpoint));
    if (!a) continue;
    root.context.problems.report({
      at: placeOf(root, b.keys),
      path: b.keys.join("."),
      expected: "an address of its own",
      found: `${formatEndpoint(b.endpoint)}, while ${a.keys.join(".")} is ${formatEndpoint(a.endpoint)}`,
      fix: "Write another port.",
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
export function checkStorage(exporters: readonly ExporterConfig[], root: ConfigValue): void {
  const owners = new Map<string, string>();
  for (const { name, sendingQueue } of exporters) {
    if (sendingQueue.storage === undefined) continue;
    const owner = owners.get(sendingQueue.storage);
    if (owner !== undefined) {
      const keys = ["exporters", name, "sending_queue", "storage"];
      root.context.problems.report({
        at: placeOf(root, keys),
        path: keys.join("."),
        expected: "a directory of its own",
        found: `${sendingQueue.storage}, which the exporter ${owner} uses`,
      });
    }
    owners.set(sendingQueue.storage, owner ?? name);
  }
}
