import { describe, expect, it } from "vitest";
import { redactConfig } from "../../host/config/index.ts";
import { configWith, errorsOf, parsed } from "./config-fixture.ts";

const withAdmin = (admin: string) => configWith({ service: `admin: ${admin}` });
const token = "0123456789abcdef";

describe("service.admin", () => {
  it("has its keys resolved", () => {
    const text = withAdmin(`{ token: ${token}, allowed_hosts: [Agent.example], upload_directory: ./up }`);
    expect(parsed(text).service.admin).toEqual({
      endpoint: { host: "127.0.0.1", port: 55679 },
      token,
      allowedHosts: ["agent.example"],
      uploadDirectory: "/base/up",
    });
  });

  it("takes its token from the environment, and never shows it", () => {
    const config = parsed(withAdmin('{ token: "${env:TOKEN}" }'), { env: { TOKEN: token } });
    expect(config.service.admin?.token).toBe(token);
    expect(JSON.stringify(redactConfig(config))).not.toContain(token);
  });

  it.each([
    ["{ token: short }", "service.admin.token", "a token of at least 16 characters"],
    ['{ token: "with spaces, and long" }', "service.admin.token", "without spaces"],
    ["{ allowed_hosts: [agent.example:80] }", "service.admin.allowed_hosts[0]", "a host name without a port"],
    ['{ allowed_hosts: ["*"] }', "service.admin.allowed_hosts[0]", "a host name without a port"],
  ])("refuses %s, and names the key and what was expected", (admin, key, expected) => {
    const [error] = errorsOf(() => parsed(withAdmin(admin)));
    expect(error?.message).toContain(key);
    expect(error?.message).toContain(expected);
  });

  it.each([
    ["0.0.0.0:55679", 1],
    ['"[::]:55679"', 1],
    ["agent.example:55679", 1],
    ["127.0.0.1:1", 0],
    ['"[::1]:1"', 0],
    ["localhost:1", 0],
  ])("at %s without a token gives %i warnings", (endpoint, count) => {
    const { warnings } = parsed(withAdmin(`{ endpoint: ${endpoint} }`));
    expect(warnings.filter(({ message }) => message.includes("service.admin"))).toHaveLength(count);
    const guarded = parsed(withAdmin(`{ endpoint: ${endpoint}, token: ${token} }`));
    expect(guarded.warnings).toEqual([]);
  });
});
