import type { DeniedUse } from "../denied-use.ts";
import { addressKind } from "./ip-address.ts";
import { formatOrigin, type Origin } from "./origin.ts";

/** Where requests may go: the origins of `permissions.http`, exactly. */
export class HttpPolicy {
  readonly #granted: ReadonlySet<string>;

  constructor(origins: readonly Origin[]) {
    this.#granted = new Set(origins.map(formatOrigin));
  }

  /** Why a request may not go to this origin; undefined when it may. */
  denialOf(origin: Origin): DeniedUse | undefined {
    const text = formatOrigin(origin);
    if (this.#granted.has(text)) return undefined;
    return { asked: `request ${text}`, grant: `permissions.http: [ "${text}" ]` };
  }

  /**
   * Why a connection for this origin may not go to an address that its name resolved to (or that it names itself);
   * undefined when it may. Link-local and metadata addresses never are; private ones are, because a grant always
   * names its host; loopback only where the grant says so: `localhost`, or the address itself.
   */
  denialOfAddress(origin: Origin, address: string): DeniedUse | undefined {
    const kind = addressKind(address);
    const asked = `connect to ${formatOrigin(origin)} at ${address}`;
    if (kind === "refused") return { asked: `${asked}, which is a link-local, metadata or reserved address` };
    if (kind !== "loopback" || origin.host === "localhost" || origin.host.endsWith(".localhost"))
      return undefined;
    const itself = formatOrigin({ ...origin, host: address });
    if (this.#granted.has(itself)) return undefined;
    return { asked: `${asked}, which is this machine`, grant: `permissions.http: [ "${itself}" ]` };
  }
}
