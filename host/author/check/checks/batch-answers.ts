import type { Check } from "../check.ts";
import { batchCheck } from "./batch-check.ts";

const crash =
  "A trap or a hang ends the plugin: the agent makes it anew, sends the batch again, cuts it in halves, and in the end gives its span up.";

export const batchEmpty: Check = batchCheck({
  id: "batch-empty",
  title: "A batch without spans is answered",
  why: `Senders may send a request that holds nothing. ${crash}`,
  fix: "Take a batch of 0 bytes, or of resources without spans, as accepted.",
});

export const batchOneSpan: Check = batchCheck({
  id: "batch-one-span",
  title: "A batch of one span is answered",
  why: crash,
  fix: "See the stack below, or run the plugin's own unit test with one span.",
});

export const batchTenThousandSpans: Check = batchCheck({
  id: "batch-ten-thousand-spans",
  title: "A batch of 10,000 spans is answered, within limits.memory and export_timeout",
  why: `Senders and the agent's own merging make large batches. ${crash}`,
  fix: "Work span by span instead of gathering all of them, or raise limits.memory or limits.export_timeout.",
});

export const batchEveryField: Check = batchCheck({
  id: "batch-every-field",
  title: "Spans with every field of OTLP, and with none, are answered",
  why: `Every field of OTLP is optional. ${crash}`,
  fix: "Read every field as one that may be there or not; skip those that you do not need.",
});

export const batchEveryAttributeKind: Check = batchCheck({
  id: "batch-every-attribute-kind",
  title: "Attributes of every kind are answered: nested arrays and maps, bytes, values that are missing",
  why: `An AnyValue may hold any of its kinds, or none, and others inside it. ${crash}`,
  fix: "Handle each case of AnyValue, and the one where nothing is set.",
});

export const batchUnknownFields: Check = batchCheck({
  id: "batch-unknown-fields",
  title: "Fields that OTLP does not have yet are answered",
  why: `A later OTLP adds fields, and protobuf asks readers to skip what they don't know. ${crash}`,
  fix: "Skip unknown field numbers by their wire type.",
});

export const batchUnicode: Check = batchCheck({
  id: "batch-unicode",
  title: "Texts of any kind are answered, invalid UTF-8 too",
  why: `Span names and attributes hold whatever programs put there. ${crash}`,
  fix: "Decode texts so that invalid bytes are replaced or reported as a permanent failure; escape what you write.",
});

export const batchZeroIds: Check = batchCheck({
  id: "batch-zero-ids",
  title: "Ids that are zero, empty or of a wrong length are answered",
  why: `Agents hand spans on as they came, with ids that OTLP calls invalid. ${crash}`,
  fix: "Look at the length of an id before you read its bytes; reject the span when you can't use it.",
});

export const batchExtremeNumbers: Check = batchCheck({
  id: "batch-extreme-numbers",
  title: "The largest and smallest numbers are answered, NaN and an end before its start too",
  why: `Clocks jump and counters overflow. ${crash}`,
  fix: "Use 64-bit unsigned integers for times, allow a duration below 0, and take kinds and codes for open enums.",
});

export const batchUnreadable: Check = batchCheck({
  id: "batch-unreadable",
  title: "Bytes that can't be read are answered",
  why: `Receivers refuse such bytes, but files that are replayed may hold them. ${crash}`,
  fix: "Check each length against what is left, and return permanent for what can't be read.",
});
