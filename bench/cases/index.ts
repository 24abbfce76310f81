/** Every case of the bench, in the order of the report. */
import type { BenchCase } from "../bench-case.ts";
import { coldStartCached, coldStartUncached } from "./cold-start.ts";
import { emptyBatchCall } from "./empty-batch-call.ts";
import { fiftyMemory, fiftyThroughput } from "./fifty-exporters.ts";
import { httpCounting } from "./http-counting.ts";
import { httpFiles } from "./http-files.ts";
import { sampledWalk } from "./sampled-walk.ts";
import { swapGap, swapThroughput } from "./swap-under-load.ts";

export const benchCases: readonly BenchCase[] = [
  httpCounting,
  httpFiles,
  sampledWalk,
  emptyBatchCall,
  coldStartCached,
  coldStartUncached,
  swapThroughput,
  swapGap,
  fiftyThroughput,
  fiftyMemory,
];
