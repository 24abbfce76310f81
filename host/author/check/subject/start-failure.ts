import type { Finding } from "../verdict.ts";

/** Thrown when a check can't have the instance that it wants: the check fails with the finding. */
export class StartFailure extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.found);
    this.finding = finding;
  }
}
