import {
  type Clock,
  contractPackage,
  contractVersion,
  type InjectedHeaders,
  type Limits,
  type Logger,
  type Permissions,
  type PluginConfig,
  silentLogger,
  systemClock,
} from "../../contract/index.ts";
import { standInDirectories } from "../stand-in-directories.ts";
import type { Check, Finding } from "./check.ts";
import { blockedResult, type CheckReport, type CheckResult, countResults } from "./check-result.ts";
import { checks } from "./registry.ts";
import { StartFailure } from "./subject/start-failure.ts";
import { Subject } from "./subject/subject.ts";

export interface CheckPluginOptions {
  /** Where `bytes` came from; the source map is looked for beside it. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** One that the plugin takes. */
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  /** Added to the guest's requests, as the config's `inject_headers`. */
  readonly injectHeaders?: InjectedHeaders;
  readonly limits: Limits;
  /** Hands out the folders granted for writing themselves, not empty stand-ins that are removed afterwards. */
  readonly useRealDirectories?: boolean;
  /** 5,000 batches for the memory's sake instead of 100,000. */
  readonly isQuick?: boolean;
  readonly cacheDirectory?: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Told each result as it comes. */
  readonly onResult?: (result: CheckResult) => void;
}

const fullMemoryRun = { batches: 100_000, budgetMillis: 120_000 };
const quickMemoryRun = { batches: 5_000, budgetMillis: 20_000 };

/**
 * Runs every check over one plugin. Guests run in threads of their own, each call within the plugin's limits; nothing is
 * left running.
 *
 * @throws SpandockError only when something beside the plugin is wrong: a granted directory that is not there
 */
export async function checkPlugin(options: CheckPluginOptions): Promise<CheckReport> {
  const { file, bytes, permissions, clock = systemClock, onResult } = options;
  const startedAt = clock.monotonic();
  const standIns = await standInDirectories(options.useRealDirectories ? [] : permissions.directories);
  const directories = options.useRealDirectories ? permissions.directories : standIns.directories;
  const subject = new Subject({
    file,
    bytes,
    config: options.config,
    permissions: { ...permissions, directories },
    injectHeaders: options.injectHeaders ?? {},
    limits: options.limits,
    logger: options.logger ?? silentLogger,
    clock,
    memoryRun: options.isQuick ? quickMemoryRun : fullMemoryRun,
    ...(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory }),
  });
  try {
    const results = await runChecks(subject, onResult);
    const { digest, sizeBytes, languages } = subject.report;
    return {
      file,
      digest,
      sizeBytes,
      contract: `${contractPackage}@${contractVersion}`,
      languages: languages.map(({ name, version }) => `${name} ${version}`.trim()),
      results,
      counts: countResults(results),
      millis: Math.round(clock.monotonic() - startedAt),
    };
  } finally {
    await subject.dispose();
    await standIns.remove();
  }
}

async function runChecks(subject: Subject, onResult: CheckPluginOptions["onResult"]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  let closedGate: Check | undefined;
  for (const check of checks) {
    // The instance that serves batches must not stand beside those of checks that make their own.
    if (check.group !== "batches" && check.group !== "outcomes") await subject.release();
    const result =
      closedGate === undefined ? await runCheck(check, subject) : blockedResult(check, closedGate.id);
    if (check.isGate && result.status === "failed") closedGate = check;
    results.push(result);
    onResult?.(result);
  }
  return results;
}

async function runCheck(check: Check, subject: Subject): Promise<CheckResult> {
  const { id, group, title, why, level, fix } = check;
  const startedAt = subject.options.clock.monotonic();
  const verdict = await check.run(subject).catch((error: unknown) => {
    if (error instanceof StartFailure) return { status: "failed", findings: [error.finding] } as const;
    throw error;
  });
  const millis = Math.round(subject.options.clock.monotonic() - startedAt);
  const common = { id, group, title, why, millis };
  switch (verdict.status) {
    case "passed":
      return { ...common, status: "passed", findings: [], ...(verdict.note ? { note: verdict.note } : {}) };
    case "skipped":
      return { ...common, status: "skipped", note: verdict.reason, findings: [] };
    case "failed": {
      const findings = verdict.findings.map((finding: Finding) => ({ ...finding, fix: finding.fix ?? fix }));
      return { ...common, status: level === "error" ? "failed" : "warned", findings };
    }
  }
}
