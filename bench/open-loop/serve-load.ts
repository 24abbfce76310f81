// The load generator of the soak, in a process of its own: one message is one job, and is answered by one.
import { type ClosedLoopOptions, measureCapacity } from "./closed-loop.ts";
import { type OpenLoopOptions, runOpenLoop } from "./open-loop.ts";

export type LoadJob =
  | ({ readonly kind: "capacity" } & ClosedLoopOptions)
  | ({ readonly kind: "fixed rate" } & OpenLoopOptions);

process.on("disconnect", () => process.exit());
process.on("message", async (job: LoadJob) => {
  try {
    process.send!({ result: job.kind === "capacity" ? await measureCapacity(job) : await runOpenLoop(job) });
  } catch (error) {
    process.send!({ error: error instanceof Error ? error.message : String(error) });
  }
});
