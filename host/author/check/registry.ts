import type { Check } from "./check.ts";
import * as batches from "./checks/batch-answers.ts";
import * as configs from "./checks/config-answers.ts";
import * as refusals from "./checks/config-refusals.ts";
import * as contract from "./checks/contract.ts";
import { exporterEach, exporterInstances } from "./checks/exporter-checks.ts";
import { failureSameInFreshInstance, failureSameTwice } from "./checks/failure-checks.ts";
import * as lifecycle from "./checks/lifecycle-checks.ts";
import { logNoSpanData } from "./checks/log-no-span-data.ts";
import { memorySteady } from "./checks/memory-steady.ts";
import * as outcomes from "./checks/outcome-checks.ts";
import { outcomeUnreadableNotRetried } from "./checks/outcome-unreadable.ts";
import { startInTime, startLoads, startTakesConfig } from "./checks/start.ts";

/** All checks, in the order in which they are made: gates first, the longest last. */
export const checks: readonly Check[] = [
  contract.contractComponent,
  contract.contractVersionCheck,
  contract.contractWorld,
  contract.contractTypes,
  contract.contractImports,
  startLoads,
  startTakesConfig,
  startInTime,
  configs.configEmpty,
  configs.configWrongType,
  configs.configJson,
  configs.configWrongShape,
  configs.configUnknownKeys,
  configs.configHuge,
  configs.configNotUtf8,
  refusals.configRefusalSaysWhy,
  refusals.configRefusalBounded,
  refusals.configStartAfterRefusal,
  batches.batchEmpty,
  batches.batchOneSpan,
  batches.batchTenThousandSpans,
  batches.batchEveryField,
  batches.batchEveryAttributeKind,
  batches.batchUnknownFields,
  batches.batchUnicode,
  batches.batchZeroIds,
  batches.batchExtremeNumbers,
  batches.batchUnreadable,
  outcomes.outcomeRejectedSpans,
  outcomes.outcomeSaysWhy,
  outcomes.outcomeMessageBounded,
  outcomes.outcomeNoSpanData,
  outcomeUnreadableNotRetried,
  logNoSpanData,
  exporterEach,
  exporterInstances,
  lifecycle.lifecycleStop,
  lifecycle.lifecycleStopUnused,
  lifecycle.lifecycleStopTwice,
  lifecycle.lifecycleStopWithoutConfig,
  lifecycle.lifecycleExportAfterStop,
  lifecycle.lifecycleConfigTwice,
  failureSameTwice,
  failureSameInFreshInstance,
  memorySteady,
];
