export type { DevEvent, OutcomeSummary } from "./dev-event.ts";
export { DevSession, type DevSessionOptions } from "./dev-session.ts";
