import type { AdminSource } from "./admin-source.ts";
import { json, type Reply, type Route } from "./route.ts";

/** What the agent tells of itself: health, figures, config. */
export function agentRoutes(source: AdminSource): readonly Route[] {
  const get = (path: string, access: Route["access"], handle: () => Reply): Route => ({
    method: "GET",
    path,
    access,
    handle,
  });
  return [
    get("/healthz", "probe", () => {
      const report = source.health();
      return json(report, report.status === "ready" ? 200 : 503);
    }),
    get("/readyz", "probe", () => {
      const report = source.health();
      return json(report, report.status === "ready" || report.status === "degraded" ? 200 : 503);
    }),
    get("/metrics", "page", () => ({
      kind: "content",
      status: 200,
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: source.metrics(),
    })),
    get("/api/v1/agent", "read", () => json(source.agent())),
    get("/api/v1/config", "read", () => json(source.config())),
  ];
}
