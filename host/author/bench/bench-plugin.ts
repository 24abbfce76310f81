import {
  type Clock,
  defaultLimits,
  type InjectedHeaders,
  type Limits,
  type Logger,
  noPermissions,
  type Permissions,
  type PluginConfig,
  silentLogger,
  systemClock,
} from "../../contract/index.ts";
import { inspectPlugin } from "../../plugins/index.ts";
import { standInDirectories } from "../stand-in-directories.ts";
import { benchBatch, benchSizes } from "./bench-batches.ts";
import type { BenchReport, BenchRow, ContenderMemory } from "./bench-report.ts";
import { Contender, type ContenderOptions } from "./contender.ts";
import { type RunPair, rowOf } from "./row-of.ts";

export interface BenchOptions {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  /** Added to the guest's requests, as the config's `inject_headers`. */
  readonly injectHeaders?: InjectedHeaders;
  readonly limits: Limits;
  /** The reference exporter's bytes: see `referenceFile`. */
  readonly reference: Uint8Array;
  /** Two short rounds in place of five longer ones: for a first look. */
  readonly isQuick?: boolean;
  readonly useRealDirectories?: boolean;
  readonly cacheDirectory?: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

const full = { rounds: 5, runMillis: 250, warmUpMillis: 150 } as const;
const quick = { rounds: 2, runMillis: 60, warmUpMillis: 60 } as const;

/**
 * Measures a plugin and the reference in turns: for each size of batch a run of the one, then of the other, several
 * rounds, so that both meet the same moods of the machine. Takes about 15 seconds (2 when quick), longer when single
 * calls are slow.
 *
 * @throws SpandockError with one of the codes `PLUGIN_…` when a plugin does not start, traps or hangs
 */
export async function benchPlugin(options: BenchOptions): Promise<BenchReport> {
  const { file, bytes, permissions, reference, isQuick = false, useRealDirectories = false } = options;
  const clock = options.clock ?? systemClock;
  const startedAt = clock.monotonic();
  const { rounds, runMillis, warmUpMillis } = isQuick ? quick : full;
  const standIns = await standInDirectories(useRealDirectories ? [] : permissions.directories);
  const common = {
    logger: options.logger ?? silentLogger,
    clock,
    ...(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory }),
  };
  const directories = useRealDirectories ? permissions.directories : standIns.directories;
  const own = { ...options, ...common, name: file, permissions: { ...permissions, directories } };
  const theirs: ContenderOptions = {
    ...common,
    name: "the reference exporter",
    file: "reference-exporter.wasm",
    bytes: reference,
    config: { blob: new Uint8Array(), type: "yaml" },
    permissions: noPermissions,
    limits: defaultLimits,
  };
  const started: Contender[] = [];
  try {
    // What both share is loaded by one that does not count.
    await (await Contender.start(theirs)).stop();
    const plugin = await startWarm(own, warmUpMillis, started);
    const rival = await startWarm(theirs, warmUpMillis, started);
    const rows: BenchRow[] = [];
    for (const size of benchSizes) {
      const batch = benchBatch(size);
      const pairs: RunPair[] = [];
      await plugin.contender.run(batch, warmUpMillis);
      await rival.contender.run(batch, warmUpMillis);
      for (let round = 0; round < rounds; round++) {
        // Each goes first every other time: what the one leaves in caches is the other's to bear.
        const isFirst = round % 2 === 0;
        const before = isFirst ? await plugin.contender.run(batch, runMillis) : undefined;
        const reference = await rival.contender.run(batch, runMillis);
        pairs.push({ plugin: before ?? (await plugin.contender.run(batch, runMillis)), reference });
      }
      rows.push(rowOf(batch, pairs));
    }
    const { digest } = inspectPlugin(bytes);
    const memory = { plugin: memoryOf(plugin), reference: memoryOf(rival) };
    return { file, digest, rounds, rows, memory, millis: Math.round(clock.monotonic() - startedAt) };
  } finally {
    for (const contender of started) await contender.stop();
    await standIns.remove();
  }
}

interface WarmContender {
  readonly contender: Contender;
  readonly rssBytes: number;
}

async function startWarm(
  options: ContenderOptions,
  warmUpMillis: number,
  started: Contender[],
): Promise<WarmContender> {
  const rssBefore = process.memoryUsage.rss();
  const contender = await Contender.start(options);
  started.push(contender);
  await contender.run(benchBatch(1), warmUpMillis);
  return { contender, rssBytes: Math.max(0, process.memoryUsage.rss() - rssBefore) };
}

function memoryOf({ contender, rssBytes }: WarmContender): ContenderMemory {
  return { linearBytes: contender.linearBytes, rssBytes };
}
