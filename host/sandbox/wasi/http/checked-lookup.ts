import { type LookupAddress, type LookupOptions, lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { DeniedUse } from "../denied-use.ts";
import type { HttpPolicy } from "./http-policy.ts";
import type { Origin } from "./origin.ts";

/** Resolves a name to all its addresses. */
export type Resolve = (
  host: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A connection that was refused because of where its name leads. */
export class AddressDenied extends Error {
  readonly denial: DeniedUse;

  constructor(denial: DeniedUse) {
    super("the address is not one that a guest may reach");
    this.name = "AddressDenied";
    this.denial = denial;
  }
}

/**
 * The `lookup` for connections to one origin: leaves out the addresses that the policy refuses, and fails with
 * `AddressDenied` when none is left. The connection is made to an address that was checked, not to the name.
 */
export function checkedLookup(
  policy: HttpPolicy,
  origin: Origin,
  resolve: Resolve = systemLookup,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(
        ({ address }) => policy.denialOfAddress(origin, address) === undefined,
      );
      const [first] = allowed;
      if (first === undefined) {
        const denial = addresses[0] && policy.denialOfAddress(origin, addresses[0].address);
        return callback(denial ? new AddressDenied(denial) : noAddress(host), []);
      }
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

function noAddress(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no address`), { code: "ENODATA" });
}
