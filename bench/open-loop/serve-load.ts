// The load generator of the soak, in a process of its own: one message is one job, and is answered by one.
import { type ClosedLoopOptions, runClosedLoop } from "./closed-loop.ts";
import { type OpenLoopOptions, runOpenLoop } from "./open-loop.ts";

export type LoadJob =
  | ({ readonly kind: "closed loop" } & ClosedLoopOptions)
  | ({ readonly kind: "open loop" } & OpenLoopOptions);

process.on("disconnect", () => process.exit());
process.on("message", async (job: LoadJob) => {
  try {
    process.send!({ result: job.kind === "closed loop" ? await runClosedLoop(job) : await runOpenLoop(job) });
  } catch (error) {
    process.send!({ error: error instanceof Error ? error.message : String(error) });
  }
});
