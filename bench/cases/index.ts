/** Every case of the bench, in the order of the report. */
import type { BenchCase } from "../bench-case.ts";
import { coldStartCached, coldStartOfTen, coldStartUncached } from "./cold-start.ts";
import { collectorGrpcCounting, collectorHttpCounting } from "./collector-counting.ts";
import { collectorFiles } from "./collector-files.ts";
import { collectorForward } from "./collector-forward.ts";
import { batchCurve, connectionCurve, exporterCurve } from "./cost-curves.ts";
import { emptyBatchCall } from "./empty-batch-call.ts";
import { fanOutMemory } from "./fan-out-memory.ts";
import { fiftyMemory, fiftyThroughput } from "./fifty-exporters.ts";
import { largeFileWrites, smallFileWrites } from "./file-writes.ts";
import { guestBatches, pluginCrashes, pluginCycles } from "./growth.ts";
import { httpCounting, httpCountingCpu } from "./http-counting.ts";
import { httpFiles } from "./http-files.ts";
import { packageSize } from "./package-size.ts";
import { memoryLimiter, queueMemory } from "./queue-memory.ts";
import { recoveryGrowth, recoveryTime } from "./queue-recovery.ts";
import { storageAlways, storageInterval } from "./queue-storage.ts";
import { sampledWalk } from "./sampled-walk.ts";
import { countingSoak } from "./soak.ts";
import { swapGap, swapThroughput } from "./swap-under-load.ts";

export const benchCases: readonly BenchCase[] = [
  ...httpCounting,
  httpCountingCpu,
  ...httpFiles,
  ...collectorHttpCounting,
  collectorGrpcCounting,
  ...collectorFiles,
  ...collectorForward,
  sampledWalk,
  emptyBatchCall,
  coldStartCached,
  coldStartOfTen,
  coldStartUncached,
  packageSize,
  smallFileWrites,
  largeFileWrites,
  storageAlways,
  storageInterval,
  recoveryTime,
  recoveryGrowth,
  queueMemory,
  memoryLimiter,
  pluginCycles,
  pluginCrashes,
  guestBatches,
  swapThroughput,
  swapGap,
  fiftyThroughput,
  fiftyMemory,
  batchCurve,
  exporterCurve,
  connectionCurve,
  fanOutMemory,
  countingSoak,
];
