import type { ErrorCode } from "../../../contract/index.ts";
import type { Check, Verdict } from "../check.ts";
import type { Subject } from "../subject/subject.ts";

export interface ContractCheckOptions extends Pick<Check, "id" | "title" | "why" | "fix"> {
  readonly expected: string;
  /** The refusals of the room plugins' verification that this check stands for. */
  readonly codes: readonly ErrorCode[];
  /** Of refusals with one of the codes, those that are meant. */
  readonly kinds?: readonly Subject["report"]["kind"][];
}

/** A check of the file alone, by the agent's own verification: nothing of it runs. */
export function contractCheck({ expected, codes, kinds, ...check }: ContractCheckOptions): Check {
  return {
    ...check,
    group: "contract",
    level: "error",
    isGate: true,
    async run({ report }): Promise<Verdict> {
      const { refusal, kind } = report;
      const isMeant =
        refusal !== undefined && codes.includes(refusal.code) && (kinds?.includes(kind) ?? true);
      if (!isMeant) return { status: "passed" };
      const { message, fix } = refusal;
      const findings = [{ sent: "nothing: the file was read, and not run", expected, found: message, fix }];
      return { status: "failed", findings };
    },
  };
}
