import type { Check } from "../check.ts";
import { configCheck } from "./config-check.ts";

const why =
  "The blob is what a user wrote. A trap or a hang tells them nothing; the text of an err is shown to them as it is.";

export const configEmpty: Check = configCheck({
  id: "config-empty",
  title: "An empty config is taken or refused",
  why,
  fix: "Return err when something is missing that has no default.",
});

export const configWrongType: Check = configCheck({
  id: "config-wrong-type",
  title: "A config of unknown type is taken or refused",
  why,
  fix: "Look at config-type first, and return err for a type that the plugin does not read.",
});

export const configJson: Check = configCheck({
  id: "config-json",
  title: "A config in JSON, whole or broken, is taken or refused",
  why,
  fix: "Return err with the parser's text when the JSON can't be read.",
});

export const configWrongShape: Check = configCheck({
  id: "config-wrong-shape",
  title: "YAML that is broken, or of another shape than wanted, is taken or refused",
  why,
  fix: "Look whether each value has the type that is wanted before it is used, and return err when it has not.",
});

export const configUnknownKeys: Check = configCheck({
  id: "config-unknown-keys",
  title: "A config with an unknown key is taken or refused",
  why,
  fix: "Return err that names the key (best, it may be a typing error), or ignore it.",
});

export const configHuge: Check = configCheck({
  id: "config-huge",
  title: "A config of 1 MiB is taken or refused",
  why,
  fix: "Bound what is read of the blob and return err above it, or let the memory grow as the parser needs it.",
});

export const configNotUtf8: Check = configCheck({
  id: "config-not-utf8",
  title: "A config that is no UTF-8 is taken or refused",
  why,
  fix: "Decode the blob with a decoder that reports or replaces what is invalid, and return err.",
});
