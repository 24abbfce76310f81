/**
 * telemetry: the agent's own log, metrics and traces. Lines for people on a terminal, JSON lines for programs,
 * Prometheus's text for figures that it is handed, spans of some batches' way. It knows no other room's state, and
 * never looks into a batch.
 */
export {
  type AgentFigures,
  agentMetrics,
  type ProcessFigures,
  type ReceiverFigures,
} from "./agent-metrics.ts";
export { createLogger, type LoggerOptions } from "./create-logger.ts";
export { formatMetrics, type MetricFamily } from "./prometheus-text.ts";
export { ownTracesMark } from "./traces/encode-own-spans.ts";
export { OwnTraces, type OwnTracesOptions } from "./traces/own-traces.ts";
