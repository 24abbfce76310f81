import type { AgentView, ApiProblem, ExporterEvent, ExporterView, ReceiverView } from "./api-types.ts";
import type { Track } from "./track.ts";

/**
 * - `connecting`: nothing was heard of the agent yet
 * - `live`: the figures are those of the last second or two
 * - `lost`: there was an agent, and it does not answer; the figures are its last ones
 * - `locked`: it wants its token
 */
export type Connection = "connecting" | "live" | "lost" | "locked";

export interface PageState {
  readonly connection: Connection;
  readonly agent?: AgentView;
  /** By the browser's clock, which is used for nothing but the age of the figures. */
  readonly heardAtMillis?: number;
  readonly exporters: readonly ExporterView[];
  readonly exporterTracks: ReadonlyMap<string, Track<ExporterView>>;
  readonly receiverTracks: ReadonlyMap<string, Track<ReceiverView>>;
  /** Newest first. */
  readonly events: readonly ExporterEvent[];
  /** What the agent was asked to do and has not answered, by exporter. */
  readonly pending: ReadonlyMap<string, string>;
  /** How the last change of each exporter went. */
  readonly notices: ReadonlyMap<string, Notice>;
  /** What a screen reader is told. */
  readonly announcement: string;
  /** Changes are written into the config file, too. */
  readonly persists: boolean;
}

export type Notice =
  | { readonly kind: "done"; readonly message: string }
  | { readonly kind: "failed"; readonly problems: readonly ApiProblem[] };

export const firstState: PageState = {
  connection: "connecting",
  exporters: [],
  exporterTracks: new Map(),
  receiverTracks: new Map(),
  events: [],
  pending: new Map(),
  notices: new Map(),
  announcement: "",
  persists: false,
};
