import { Outcome } from "../outcome";
import { HttpError } from "./http-error";
import { HttpRequest } from "./http-request";
import { HttpResponse } from "./http-response";
import { retryAfterMillis } from "./retry-after";

const maxCharacters = 300;

/** What it means for a batch that its request got no answer: most reasons may pass. */
export function outcomeOfError(error: HttpError): Outcome {
  return error.isPermanent ? Outcome.permanent(error.toString()) : Outcome.retryable(error.toString());
}

/**
 * What it means for a batch that its request was not answered with success. To be sent again, and not before
 * `retry-after`: 429, 502, 503 and 504. `said` is what the server tells of it; it goes through `messageText`.
 */
export function outcomeOfRefusal(request: HttpRequest, response: HttpResponse, said: string): Outcome {
  const status = response.status;
  const fit = messageText(said, request);
  const text = request.url.origin + " answered " + status.toString() + (fit.length == 0 ? "" : ": " + fit);
  if (status == 429 || (status >= 502 && status <= 504)) {
    return Outcome.retryable(text, retryAfterMillis(response.headers));
  }
  const isRedirect = status >= 300 && status < 400;
  return Outcome.permanent(isRedirect ? text + " (redirects are not followed)" : text);
}

/** A server's text, fit for a message: one line, of bounded length, without the request's secrets if it echoes them. */
export function messageText(said: string, request: HttpRequest): string {
  const line = request.headers.conceal(said.trim().replaceAll("\r", " ").replaceAll("\n", " "));
  return line.length > maxCharacters ? line.substring(0, maxCharacters) + "…" : line;
}
