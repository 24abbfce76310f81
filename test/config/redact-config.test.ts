import { expect, it } from "vitest";
import { redactConfig } from "../../host/config/index.ts";
import { configWith, parsed } from "./config-fixture.ts";

const env = { TOKEN: "env-token-value", SECRET: "header-secret-value", HOME: "/home/of-someone" };
const text = configWith({
  protocols: `http:
  auth: { bearer_tokens: [ bearer-token-value ], basic_users: [{ username: u, password: basic-password-value }] }`,
  exporter: `config: # comment-value
  api_key: literal-key-value
  token: \${env:TOKEN}
  credentials: { user: credential-user-value }
  url: http://x/?t=env-token-value
  path: /plain/path
permissions:
  env: [ HOME ]
  http: [ { origin: "https://c.example", headers: { x-key: "k \${secret:SECRET}" } } ]`,
});
const shown = redactConfig(parsed(text, { env }));
const json = JSON.stringify(shown);

it.each([
  "bearer-token-value",
  "basic-password-value",
  "literal-key-value",
  "env-token-value",
  "credential-user-value",
  "header-secret-value",
  "/home/of-someone",
  "comment-value",
])("a config that is shown does not show %s", (secret) => expect(json).not.toContain(secret));

it("a config that is shown shows the rest, with the plugin's own config in the plain", () => {
  expect(shown).toMatchObject({
    file: "/base/agent.yaml",
    exporters: {
      files: {
        pluginFile: "/base/files.wasm",
        config: {
          type: "yaml",
          value: { path: "/plain/path", url: "http://x/?t=[redacted]", token: "[redacted]" },
        },
        permissions: { http: ["https://c.example:443"], env: { HOME: "[redacted]" } },
        injectHeaders: { "https://c.example:443": { "x-key": "[redacted]" } },
      },
    },
    receivers: { otlp: { http: { endpoint: { port: 4318 } } } },
  });
});

it("an exporter may have a name that sounds secret", () => {
  const named = configWith({}).replaceAll("files:", "token-store:").replace("[files]", "[token-store]");
  expect(redactConfig(parsed(named)).exporters).toMatchObject({ "token-store": { name: "token-store" } });
});
