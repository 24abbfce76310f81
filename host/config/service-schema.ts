import { logLevels } from "../contract/index.ts";
import {
  type AdminConfig,
  type DeadLetterConfig,
  defaultAdmin,
  type MemoryLimiterConfig,
  type OwnTracesConfig,
} from "./agent-config.ts";
import { keyAt } from "./config-value.ts";
import { parseShare } from "./parse-threshold.ts";
import { list, object } from "./read-collections.ts";
import { boolean, oneOf, parsed, text } from "./read-scalars.ts";
import { duration, endpoint, hostPath, size, timeout } from "./read-units.ts";
import { located, mapped, type ReadBy, type Reader } from "./reader.ts";
import { rules } from "./rules-schema.ts";

/**
 * How long the queues may drain at a stop. With the default stop_timeout of the plugins it stays under the 30 s after
 * which Kubernetes kills.
 */
export const defaultShutdownTimeoutMillis = 15_000;
const defaultDeadLetterBytes = 256 * 1024 * 1024;

/** Fewer characters could be guessed by trying. */
const minTokenLength = 16;

const token = mapped(
  parsed(`a token of at least ${minTokenLength} characters without spaces`, (read) =>
    read.length >= minTokenLength && /^[!-~]+$/.test(read) ? read : undefined,
  ),
  (read, { context }) => {
    context.secrets.add(read);
    return read;
  },
);

const hostName = parsed("a host name without a port, such as agent.example", (read) =>
  /^[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?$/i.test(read) ? read.toLowerCase() : undefined,
);

const admin: Reader<AdminConfig | "off"> = mapped(
  object({
    enabled: boolean,
    endpoint,
    token,
    allowed_hosts: list("host names", hostName),
    upload_directory: hostPath("the path of a directory"),
  }),
  (raw, value) => {
    if (raw.enabled === false) return "off";
    const { endpoint: where = defaultAdmin.endpoint } = raw;
    if (raw.token === undefined && !/^(?:127\.|::1$|localhost$)/i.test(where.host)) {
      const { problems, warnings } = value.context;
      const at = keyAt(value);
      warnings.push({
        at,
        message: `${problems.place(at)}: ${value.path} is open to the network and has no token: everyone may read it, and it takes no changes`,
      });
    }
    return {
      endpoint: where,
      ...(raw.token !== undefined && { token: raw.token }),
      ...(raw.allowed_hosts && { allowedHosts: raw.allowed_hosts }),
      ...(raw.upload_directory !== undefined && { uploadDirectory: raw.upload_directory }),
    };
  },
);

const deadLetter: Reader<DeadLetterConfig> = mapped(
  object(
    {
      directory: hostPath("the path of a directory"),
      max_size: size({ minBytes: 1, range: "at least 1 byte" }),
    },
    { required: { directory: "the path of a directory" } },
  ),
  ({ directory, max_size }) =>
    directory === undefined ? undefined : { directory, maxBytes: max_size ?? defaultDeadLetterBytes },
);

const memoryLimiter: Reader<MemoryLimiterConfig> = mapped(
  object(
    {
      limit: size({ minBytes: 1024 ** 2, range: "at least 1MiB" }),
      spike: size({ minBytes: 0, range: "less than limit" }),
      check_interval: timeout,
    },
    {
      required: { limit: "a size such as 512MiB" },
      advice: {
        limit_mib: "Write limit, with a unit: limit: 512MiB.",
        spike_limit_mib: "Write spike, with a unit: spike: 128MiB.",
      },
    },
  ),
  (raw, value) => {
    if (raw.limit === undefined) return undefined;
    // A fifth is the Collector's default as well.
    const spikeBytes = raw.spike ?? Math.floor(raw.limit / 5);
    if (spikeBytes >= raw.limit) {
      const path = `${value.path}.spike`;
      const expected = `a size less than limit (${raw.limit} bytes)`;
      value.context.problems.report({ at: keyAt(value), path, expected, found: `${spikeBytes} bytes` });
    }
    return { limitBytes: raw.limit, spikeBytes, checkIntervalMillis: raw.check_interval ?? 1_000 };
  },
);

const defaultTracedShare = 0.01;

const ownTraces: Reader<OwnTracesConfig | "off"> = mapped(
  object({
    enabled: boolean,
    sampling: parsed("a share such as 1%, more than 0% and at most 100%", parseShare),
  }),
  (raw) => (raw.enabled === false ? "off" : { share: raw.sampling ?? defaultTracedShare }),
);

const noProcessors =
  "Leave it out: batching is an exporter's `batch`, and memory is limited by service.memory_limiter.";

const traces = object(
  {
    receivers: list("names of receivers", located(text("the name of a receiver"))),
    exporters: list("names of exporters", located(text("the name of an exporter"))),
    fan_out: oneOf("all", "independent"),
  },
  {
    required: { receivers: "a list of names", exporters: "a list of names" },
    advice: { processors: noProcessors },
  },
);

const tracesOnly = "spandock takes traces only: send metrics and logs to another agent.";

/** The config's `service`. */
export const service = object(
  {
    admin,
    shutdown_timeout: duration,
    dead_letter: deadLetter,
    memory_limiter: memoryLimiter,
    telemetry: object({ logs: object({ level: oneOf(...logLevels) }), traces: ownTraces }),
    rules,
    pipelines: object(
      { traces: located(traces) },
      {
        required: { traces: "a map with receivers and exporters" },
        advice: { metrics: tracesOnly, logs: tracesOnly },
      },
    ),
  },
  {
    required: { pipelines: "a map with traces: { receivers: […], exporters: […] }" },
    advice: { extensions: "Leave it out: spandock has no extensions; health is at service.admin." },
  },
);

/** A pipeline as it is written, its names not looked up yet. */
export type WrittenPipeline = ReadBy<typeof traces>;
