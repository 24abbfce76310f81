import type { Reply } from "../../probe/index.ts";
import { type Check, type Verdict, verdictOf } from "../check.ts";
import type { Instance } from "../subject/instance.ts";

export interface LifecycleCheckOptions extends Omit<Check, "group" | "run"> {
  /** For people: the calls, in their order. */
  readonly calls: string;
  readonly expected: string;
  /** Whether the instance has its config when `make` gets it. */
  readonly isConfigured: boolean;
  /** Makes the calls that lead there; false when one of them fails, which another check is about. */
  readonly before?: (instance: Instance) => Promise<boolean>;
  /** The call that is judged. */
  readonly last: (instance: Instance) => Promise<Reply<unknown>>;
}

/** A check that an instance answers the last call of a row. */
export function lifecycleCheck(options: LifecycleCheckOptions): Check {
  const { calls, expected, isConfigured, before, last, ...check } = options;
  return {
    ...check,
    group: "lifecycle",
    async run(subject): Promise<Verdict> {
      const { instance } = isConfigured ? await subject.start() : await subject.instantiate();
      try {
        if (before !== undefined && !(await before(instance))) {
          return { status: "skipped", reason: "a call before it failed, which another check is about" };
        }
        const reply = await last(instance);
        if (reply.kind === "answer") return { status: "passed", note: noteOf(reply.value) };
        return verdictOf([{ sent: calls, expected, found: subject.describeEnd(reply.end) }]);
      } finally {
        // A second `stop` is not everybody's; what it answers is no matter here.
        await instance.close();
      }
    },
  };
}

function noteOf(value: unknown): string {
  if (typeof value === "string") return "err";
  const kind = (value as { kind?: string } | undefined)?.kind;
  return kind ?? "ok";
}
