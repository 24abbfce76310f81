import { createHash, timingSafeEqual } from "node:crypto";
import type { ReceiverAuth } from "../contract/index.ts";

/** Decides by the `Authorization` header (RFC 6750, RFC 7617) whether a sender may send. */
export interface Authorizer {
  isAllowed(authorization: string | undefined): boolean;
  /** For `WWW-Authenticate`. */
  readonly challenges: readonly string[];
}

/**
 * Keeps digests only, and compares with all of them in constant time, so that neither memory dumps nor response
 * times give a token away.
 */
export function createAuthorizer({ bearerTokens = [], basicUsers = [] }: ReceiverAuth): Authorizer {
  const bearer = bearerTokens.map(digest);
  const basic = basicUsers.map(({ username, password }) => digest(`${username}:${password}`));
  return {
    challenges: [
      ...(basic.length === 0 ? [] : ['Basic realm="spandock", charset="UTF-8"']),
      ...(bearer.length === 0 && basic.length > 0 ? [] : ['Bearer realm="spandock"']),
    ],
    isAllowed(authorization) {
      const [, scheme, credentials] = /^([A-Za-z]+) +(\S+) *$/.exec(authorization ?? "") ?? [];
      if (scheme === undefined || credentials === undefined) return false;
      switch (scheme.toLowerCase()) {
        case "bearer":
          return isOneOf(digest(credentials), bearer);
        case "basic":
          return isOneOf(digest(Buffer.from(credentials, "base64").toString("utf8")), basic);
        default:
          return false;
      }
    },
  };
}

const digest = (text: string) => createHash("sha256").update(text).digest();

function isOneOf(candidate: Buffer, known: readonly Buffer[]): boolean {
  let found = false;
  for (const one of known) found = timingSafeEqual(candidate, one) || found;
  return found;
}
