import type { AgentView, ApiProblem, Change, ExporterView, Inspection } from "./api-types.ts";

/** The agent's answer was no. */
export class Refused extends Error {
  readonly status: number;
  readonly problems: readonly ApiProblem[];

  constructor(status: number, problems: readonly ApiProblem[]) {
    super(problems.map(({ message }) => message).join("\n"));
    this.status = status;
    this.problems = problems;
  }
}

/** There was no answer. */
export class Unreachable extends Error {}

interface CallOptions {
  readonly method?: string;
  readonly json?: object;
  readonly wasm?: Blob;
  /** For calls that need not end: no timeout. */
  readonly isOpenEnded?: boolean;
}

const readTimeoutMillis = 5_000;

/** The agent's admin API, as docs/openapi.yaml has it. Rejects with `Refused` or `Unreachable`. */
export class AgentApi {
  /** `service.admin.token`, when the agent wants one. */
  token: string | undefined;

  agent(): Promise<AgentView> {
    return this.#json("/api/v1/agent");
  }

  async exporters(): Promise<readonly ExporterView[]> {
    const { exporters } = await this.#json<{ exporters: readonly ExporterView[] }>("/api/v1/exporters");
    return exporters;
  }

  change(name: string, verb: "enable" | "disable" | "reload", persist: boolean): Promise<Change> {
    return this.#json(`${pathOf(name)}/${verb}`, { method: "POST", json: { persist }, isOpenEnded: true });
  }

  add(name: string, entry: string, persist: boolean): Promise<Change> {
    return this.#json(pathOf(name), { method: "PUT", json: { entry, persist }, isOpenEnded: true });
  }

  remove(name: string, persist: boolean): Promise<Change> {
    return this.#json(pathOf(name), { method: "DELETE", json: { persist }, isOpenEnded: true });
  }

  inspect(wasm: Blob): Promise<Inspection> {
    return this.#json("/api/v1/inspect", { method: "POST", wasm, isOpenEnded: true });
  }

  /** Gives the file's path on the agent's machine. */
  async upload(name: string, wasm: Blob): Promise<string> {
    const query = new URLSearchParams({ name });
    const path = `/api/v1/plugins?${query}`;
    const { file } = await this.#json<{ file: string }>(path, { method: "POST", wasm, isOpenEnded: true });
    return file;
  }

  /** Opens a stream of server-sent events; the caller reads the body. */
  async stream(path: string, signal: AbortSignal, lastId?: string): Promise<ReadableStream<Uint8Array>> {
    const headers = { ...this.#headers(), ...(lastId !== undefined && { "last-event-id": lastId }) };
    const response = await reach(path, { headers, signal, cache: "no-store" });
    if (!response.ok || response.body === null) throw await refusal(response);
    return response.body;
  }

  async #json<T>(path: string, options: CallOptions = {}): Promise<T> {
    const { method = "GET", json, wasm, isOpenEnded } = options;
    const type =
      json !== undefined ? "application/json" : wasm !== undefined ? "application/wasm" : undefined;
    const body = json === undefined ? wasm : JSON.stringify(json);
    const response = await reach(path, {
      method,
      headers: { ...this.#headers(), ...(type !== undefined && { "content-type": type }) },
      ...(body !== undefined && { body }),
      ...(!isOpenEnded && { signal: AbortSignal.timeout(readTimeoutMillis) }),
    });
    if (!response.ok) throw await refusal(response);
    return await (response.json() as Promise<T>).catch(() => {
      throw new Unreachable("the answer broke off");
    });
  }

  #headers(): Record<string, string> {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}

const pathOf = (name: string) => `/api/v1/exporters/${encodeURIComponent(name)}`;

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw new Unreachable("the agent does not answer", { cause });
  }
}

async function refusal(response: Response): Promise<Refused> {
  const text = await response.text().catch(() => "");
  try {
    return new Refused(response.status, (JSON.parse(text) as { errors: readonly ApiProblem[] }).errors);
  } catch {
    return new Refused(response.status, [
      { code: `HTTP ${response.status}`, message: text || "no reason given" },
    ]);
  }
}

/** What went wrong, for a person. */
export function problemsOf(error: unknown): readonly ApiProblem[] {
  if (error instanceof Refused) return error.problems;
  return [{ code: "UNREACHABLE", message: error instanceof Error ? error.message : String(error) }];
}
