import type { ReceiverAuth, ReceiverTls } from "../contract/index.ts";
import { entriesOf } from "./config-value.ts";
import { list, object } from "./read-collections.ts";
import { text } from "./read-scalars.ts";
import { hostPath } from "./read-units.ts";
import { mapped, type Reader } from "./reader.ts";

/** A text that may never be shown, wherever it came from. */
function secret(expected: string): Reader<string> {
  return mapped(text(expected), (read, { context }) => {
    context.secrets.add(read);
    return read;
  });
}

/** The files of a receiver's `tls`. */
export const tls: Reader<ReceiverTls> = mapped(
  object(
    {
      cert_file: hostPath("the path of a PEM file with the certificate"),
      key_file: hostPath("the path of a PEM file with the private key"),
      client_ca_file: hostPath("the path of a PEM file with certificates"),
    },
    {
      required: { cert_file: "the path of a PEM file", key_file: "the path of a PEM file" },
      advice: {
        insecure: "Leave out `tls` for plain text.",
        ca_file: "Write client_ca_file: certificates that clients must have been signed by.",
      },
    },
  ),
  ({ cert_file, key_file, client_ca_file }) =>
    cert_file === undefined || key_file === undefined
      ? undefined
      : {
          certFile: cert_file,
          keyFile: key_file,
          ...(client_ca_file !== undefined && { clientCaFile: client_ca_file }),
        },
);

const user = mapped(
  object(
    { username: text("a user name"), password: secret("a password") },
    { required: { username: "a user name", password: "a password" } },
  ),
  ({ username, password }) =>
    username === undefined || password === undefined ? undefined : { username, password },
);

/** A receiver's `auth`. An empty one is most likely a slip, and is refused: it would let nobody in. */
export const auth: Reader<ReceiverAuth> = mapped(
  object({
    bearer_tokens: list("tokens", secret("a token")),
    basic_users: list("maps with username and password", user),
  }),
  (raw, value) => {
    if (!entriesOf(value)?.length) {
      const { context, path, keyOffset } = value;
      context.problems.report({
        at: context.source.position(keyOffset),
        path,
        expected: "a map with bearer_tokens, basic_users or both",
        found: "neither",
      });
    }
    return {
      ...(raw.bearer_tokens && { bearerTokens: raw.bearer_tokens }),
      ...(raw.basic_users && { basicUsers: raw.basic_users }),
    };
  },
);
