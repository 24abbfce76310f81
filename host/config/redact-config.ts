import { parse } from "yaml";
import type { AgentConfig, ExporterConfig } from "./agent-config.ts";
import { looksSecret } from "./looks-secret.ts";

const hidden = "[redacted]";

/** Below it the keys are the plugin's: one like `credentials` hides all that is under it. */
const pluginOwn = ".config.value.";

/** Shorter ones would hide half of the text, and are hidden where they stand by the name of their key. */
const minSecretLength = 4;

/**
 * The config for showing, as plain JSON values: secrets, tokens, passwords, injected headers and the values of granted
 * environment variables are hidden, in a plugin's own config as well.
 */
export function redactConfig(config: AgentConfig): Readonly<Record<string, unknown>> {
  const secrets = config.secrets
    .filter(({ length }) => length >= minSecretLength)
    .sort((a, b) => b.length - a.length);
  const show = (value: unknown, path: string): unknown => {
    if (value === null || value === undefined) return value;
    if (path.includes(pluginOwn) && looksSecret(path)) return hidden;
    if (value instanceof Map) return show(Object.fromEntries(value), path);
    if (Array.isArray(value)) return value.map((each, index) => show(each, `${path}[${index}]`));
    if (typeof value === "object") {
      const all = isHiddenMap(path);
      const shown = Object.entries(value).map(([key, each]) => [
        key,
        all ? hidden : show(each, `${path}.${key}`),
      ]);
      return Object.fromEntries(shown);
    }
    if (looksSecret(path)) return hidden;
    return typeof value === "string" ? withoutSecrets(value, secrets) : value;
  };
  const { file, receivers, exporters, service, warnings } = config;
  const shownExporters = [...exporters.values()].map((each) => [
    each.name,
    { ...each, config: readable(each) },
  ]);
  return show(
    { file, receivers, exporters: Object.fromEntries(shownExporters), service, warnings },
    "",
  ) as Record<string, unknown>;
}

/** Maps whose keys are the user's and whose values are all secret. */
function isHiddenMap(path: string): boolean {
  return (
    /^\.exporters\..*\.(?:permissions\.env|injectHeaders\..*)$/.test(path) || /\.auth\.basicUsers/.test(path)
  );
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, hidden), text);
}

/** What the plugin's blob says. Comments are left out, for they may hold anything. */
function readable({ config }: ExporterConfig): unknown {
  try {
    return { type: config.type, value: parse(new TextDecoder().decode(config.blob)) };
  } catch {
    return { type: config.type, value: "[not shown: too large once its aliases are written out]" };
  }
}
