/**
 * admin: the HTTP endpoint for whoever operates the agent. It asks the agent through the interface it declares
 * (`AdminSource`) and changes nothing by itself; it never sees span data.
 */
export {
  AdminServer,
  type AdminServerOptions,
  type AdminSource,
  type HealthReport,
} from "./admin-server.ts";
