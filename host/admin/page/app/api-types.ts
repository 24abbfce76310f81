/** What the admin API speaks of: docs/openapi.yaml. */
export type {
  Change,
  ExporterEvent,
  ExporterState,
  ExporterView,
  Histogram,
  PermissionsView,
  RecentSpan,
} from "../../../contract/index.ts";

export type { AgentView, ReceiverView } from "../../admin-source.ts";

export interface Capability {
  readonly name: string;
  readonly granted: "always" | "by-config" | "never";
  readonly configKey?: string;
  readonly imports: readonly string[];
}

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export interface Inspection {
  readonly kind: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly contractVersion?: string;
  readonly capabilities: readonly Capability[];
  readonly languages?: readonly Tool[];
  readonly tools?: readonly Tool[];
  readonly refusal?: ApiProblem;
}

export interface ApiProblem {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}
