import type { Capability } from "./api-types.ts";
import type { Consent, DirectoryRow } from "./compose-entry.ts";
import { Switch } from "./switch.tsx";

interface ConsentFormProps {
  readonly capabilities: readonly Capability[];
  readonly consent: Consent;
  onChange(consent: Consent): void;
}

type Grantable = keyof Consent;

const wants: Readonly<Record<Grantable, { readonly title: string; readonly allow: string }>> = {
  files: { title: "Files", allow: "Let it use the directories below, and no others" },
  http: { title: "Outgoing HTTP", allow: "Let it send requests to the origins below, and to no others" },
  env: { title: "Environment", allow: "Let it see the variables below, and no others" },
};
const nothing = { files: [{ guestPath: "/out", hostPath: "", access: "write" }], http: "", env: "" } as const;

/** What the plugin wants, each to be allowed or not; not, until someone says so. */
export function ConsentForm({ capabilities, consent, onChange }: ConsentFormProps) {
  const asked = capabilities.filter(({ granted }) => granted === "by-config");
  const never = capabilities.filter(({ granted }) => granted === "never");
  const always = capabilities.filter(({ granted, name }) => granted === "always" && name !== "contract");
  return (
    <section class="consent" aria-label="Wanted permissions">
      <h3>{asked.length === 0 ? "It wants no permissions" : "It wants these permissions"}</h3>
      {asked.map((capability) => (
        <Wanted key={capability.name} capability={capability} consent={consent} onChange={onChange} />
      ))}
      {never.map(({ name, imports }) => (
        <p class="consent-never" key={name}>
          <strong>{name}</strong> is never granted: each use is denied. <code>{imports.join(", ")}</code>
        </p>
      ))}
      {always.length > 0 && (
        <p class="quiet">Without asking, every plugin has: {always.map(({ name }) => name).join(", ")}.</p>
      )}
    </section>
  );
}

function Wanted(props: { capability: Capability; consent: Consent; onChange(consent: Consent): void }) {
  const { capability, consent, onChange } = props;
  const name = capability.name as Grantable;
  const isAllowed = consent[name] !== undefined;
  const toggle = () => {
    const { [name]: _, ...rest } = consent;
    onChange(isAllowed ? rest : { ...rest, [name]: nothing[name] });
  };
  return (
    <fieldset class={`wanted ${isAllowed ? "wanted-allowed" : ""}`}>
      <legend>{wants[name].title}</legend>
      <Switch isOn={isAllowed} onChange={toggle}>
        {wants[name].allow}
      </Switch>
      {!isAllowed && <p class="quiet">Not allowed. It may run all the same; each use is denied.</p>}
      {name === "files" && consent.files !== undefined && (
        <DirectoryRows rows={consent.files} onChange={(files) => onChange({ ...consent, files })} />
      )}
      {name === "http" && consent.http !== undefined && (
        <label class="field">
          Origins, one a line
          <textarea
            rows={2}
            placeholder="https://collector.example:4318"
            value={consent.http}
            onInput={({ currentTarget }) => onChange({ ...consent, http: currentTarget.value })}
          />
        </label>
      )}
      {name === "env" && consent.env !== undefined && (
        <label class="field">
          Names of variables
          <input
            placeholder="HOSTNAME"
            value={consent.env}
            onInput={({ currentTarget }) => onChange({ ...consent, env: currentTarget.value })}
          />
        </label>
      )}
      <details class="quiet">
        <summary>What it imports</summary>
        <code>{capability.imports.join(", ")}</code>
      </details>
    </fieldset>
  );
}

function DirectoryRows(props: {
  rows: readonly DirectoryRow[];
  onChange(rows: readonly DirectoryRow[]): void;
}) {
  const { rows, onChange } = props;
  const change = (index: number, part: Partial<DirectoryRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <>
      {rows.map((row, index) => (
        <div class="directory-row" key={index}>
          <label class="field">
            It sees
            <input
              value={row.guestPath}
              placeholder="/out"
              onInput={({ currentTarget }) => change(index, { guestPath: currentTarget.value })}
            />
          </label>
          <label class="field">
            which is this directory of the agent's machine
            <input
              value={row.hostPath}
              placeholder="/var/lib/spans"
              onInput={({ currentTarget }) => change(index, { hostPath: currentTarget.value })}
            />
          </label>
          <label class="field">
            and may
            <select
              value={row.access}
              onChange={({ currentTarget }) =>
                change(index, { access: currentTarget.value as "read" | "write" })
              }
            >
              <option value="read">read</option>
              <option value="write">write</option>
            </select>
          </label>
        </div>
      ))}
      <button
        type="button"
        class="plain"
        onClick={() => onChange([...rows, { guestPath: "", hostPath: "", access: "read" }])}
      >
        One more directory
      </button>
    </>
  );
}
