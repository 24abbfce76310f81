import { useEffect, useRef, useState } from "preact/hooks";
import { problemsOf } from "./agent-api.ts";
import type { ApiProblem, Inspection } from "./api-types.ts";
import { Problems } from "./card-notice.tsx";
import { type Consent, composeEntry, isEmpty, nameOf } from "./compose-entry.ts";
import { ConsentForm } from "./consent-form.tsx";
import { InspectionFacts } from "./inspection-facts.tsx";
import type { PageActions } from "./page-actions.ts";

interface AddDialogProps {
  /** What was dropped; undefined lets one choose. */
  readonly file: File | undefined;
  readonly actions: PageActions;
  onFile(file: File): void;
  onClose(): void;
}

type Look = {
  readonly file: File;
  readonly inspection?: Inspection;
  readonly problems?: readonly ApiProblem[];
};

/** From a .wasm to a running exporter: looked at first, run only after it was said what it may do. */
export function AddDialog({ file, actions, onFile, onClose }: AddDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [look, setLook] = useState<Look>();

  useEffect(() => dialog.current!.showModal(), []);

  useEffect(() => {
    if (file === undefined) return;
    let isCurrent = true;
    const show = (found: Look) => isCurrent && setLook(found);
    actions.api.inspect(file).then(
      (inspection) => show({ file, inspection }),
      (error: unknown) => show({ file, problems: problemsOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [file, actions]);

  const shown = look?.file === file ? look : undefined;
  return (
    <dialog ref={dialog} class="add-dialog" aria-labelledby="add-title" onClose={onClose}>
      <header>
        <h2 id="add-title">Add an exporter</h2>
        <button type="button" class="plain" onClick={() => dialog.current!.close()}>
          Close
        </button>
      </header>
      <FilePicker label={file === undefined ? "Choose a .wasm" : "Choose another"} onFile={onFile} />
      {file !== undefined && shown === undefined && <p role="status">Looking at {file.name}…</p>}
      {shown?.problems !== undefined && <Problems problems={shown.problems} />}
      {shown?.inspection !== undefined && (
        <Inspected
          key={`${shown.file.name} ${shown.inspection.digest}`}
          file={shown.file}
          inspection={shown.inspection}
          actions={actions}
          onDone={() => dialog.current!.close()}
        />
      )}
    </dialog>
  );
}

function FilePicker({ label, onFile }: { readonly label: string; onFile(file: File): void }) {
  const pick = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (file !== undefined) onFile(file);
    input.value = "";
  };
  return (
    <label class="file-picker">
      <input
        type="file"
        accept=".wasm,application/wasm"
        onChange={({ currentTarget }) => pick(currentTarget)}
      />
      <span>{label}</span>
      <span class="quiet">or drop one anywhere on the page. It is looked at, not run.</span>
    </label>
  );
}

interface InspectedProps {
  readonly file: File;
  readonly inspection: Inspection;
  readonly actions: PageActions;
  onDone(): void;
}

function Inspected({ file, inspection, actions, onDone }: InspectedProps) {
  const [name, setName] = useState(nameOf(file.name));
  const [consent, setConsent] = useState<Consent>({});
  const [config, setConfig] = useState("");
  const [isAdding, setAdding] = useState(false);
  const [problems, setProblems] = useState<readonly ApiProblem[]>([]);
  const { refusal, digest, capabilities } = inspection;
  if (refusal !== undefined) {
    return (
      <>
        <InspectionFacts file={file} inspection={inspection} />
        <h3>This agent would not take it</h3>
        <Problems problems={[refusal]} />
      </>
    );
  }
  const wantsPermissions = capabilities.some(({ granted }) => granted === "by-config");
  const add = async (event: Event) => {
    event.preventDefault();
    if (isAdding) return;
    setAdding(true);
    setProblems([]);
    const entryOf = (path: string) => composeEntry({ file: path, digest, wantsPermissions, consent, config });
    await actions
      .add(name.trim(), file, entryOf)
      .then(onDone, (error: unknown) => setProblems(problemsOf(error)));
    setAdding(false);
  };
  return (
    <form onSubmit={add}>
      <InspectionFacts file={file} inspection={inspection} />
      <ConsentForm capabilities={capabilities} consent={consent} onChange={setConsent} />
      <label class="field">
        Name in the config
        <input required value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <label class="field">
        Its config, in YAML
        <textarea
          rows={4}
          spellcheck={false}
          value={config}
          onInput={({ currentTarget }) => setConfig(currentTarget.value)}
        />
      </label>
      <div role="alert">{problems.length > 0 && <Problems problems={problems} />}</div>
      <footer>
        <p class="quiet">{isEmpty(consent) ? "It gets no permissions." : "It gets what is allowed above."}</p>
        <button type="submit" class="primary" aria-disabled={isAdding}>
          {isAdding ? "Starting…" : isEmpty(consent) ? "Run it" : "Allow and run it"}
        </button>
      </footer>
    </form>
  );
}
