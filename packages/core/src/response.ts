import { ERRORS, type SandpiperError } from "./errors.ts";

/** Seconds a caller is asked to wait before it tries a retryable call again. */
const RETRY_AFTER_S = "1";

/** What is said to a caller about a fault that is not its own: the code's meaning, and nothing of what happened inside. */
const publicMessage = (error: SandpiperError): string =>
  error.fault === "caller" || error.code === "E_GUEST_OUTPUT" ? error.message : ERRORS[error.code].meaning;

/**
 * The answer to a call that failed: `{"error": {"code", "message"}, "id"}` with the error's status. The details of a fault
 * that is the author's or the operator's stay in the logs; `id` is how they are found there.
 */
export function toErrorResponse(error: SandpiperError, id?: string): Response {
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  if (error.retryable) headers.set("retry-after", RETRY_AFTER_S);
  const hint = error.fault === "caller" && error.hint ? { hint: error.hint } : {};
  const body = { error: { code: error.code, message: publicMessage(error), ...hint }, ...(id ? { id } : {}) };
  return new Response(`${JSON.stringify(body)}\n`, { status: error.status, headers });
}
