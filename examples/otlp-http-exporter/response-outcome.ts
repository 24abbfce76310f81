import { HttpRequest, HttpResponse, messageText, Outcome, outcomeOfRefusal } from "@spandock/guest-sdk";
import { readPartialSuccess, readStatusMessage } from "./response-body";

/** What a response means for the batch (https://opentelemetry.io/docs/specs/otlp/#otlphttp-response). */
export function outcomeOf(response: HttpResponse, request: HttpRequest): Outcome {
  const isTaken = response.status >= 200 && response.status < 300;
  return isTaken ? takenOutcome(response, request) : outcomeOfRefusal(request, response, errorText(response));
}

function takenOutcome(response: HttpResponse, request: HttpRequest): Outcome {
  const partial = readPartialSuccess(response.body);
  if (partial === null) {
    return Outcome.accepted(request.url.origin + " took the batch, but its answer can't be read");
  }
  const text = messageText(partial.errorMessage, request);
  if (partial.rejectedSpans > 0) return Outcome.partlyRejected(partial.rejectedSpans, text);
  return text.length == 0 ? Outcome.accepted() : Outcome.accepted(text);
}

/** What the server says of an error; nothing of pages for browsers. */
function errorText(response: HttpResponse): string {
  const type = response.headers.get("content-type");
  const kind = type === null ? "" : type.split(";")[0].trim().toLowerCase();
  if (kind == "application/x-protobuf") return readStatusMessage(response.body);
  return kind == "text/plain" || kind == "application/json" ? response.text : "";
}
