/**
 * admin: the HTTP endpoint for whoever operates the agent: health, figures, exporters at run time, events, uploads. It
 * asks the agent through the interface it declares (`AdminSource`), changes nothing by itself but its upload
 * directory, and passes span data on only to someone who asked for the tail of recent spans.
 */
export { AdminServer, type AdminServerOptions } from "./admin-server.ts";
export type { AdminSource, AgentView, HealthReport, Inspection, ReceiverView } from "./admin-source.ts";
