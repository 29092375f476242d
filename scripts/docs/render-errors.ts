import { ERRORS, type Fault } from "@sandpiper/core";

const FAULTS: Readonly<Record<Fault, string>> = {
  caller: "who calls the function",
  author: "who wrote it",
  operator: "who runs it",
  us: "Sandpiper",
};

/** `docs/reference/errors.md`, from the table in the core. */
export function renderErrors(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, fault, retryable, meaning }]) =>
      `| \`${code}\` | ${status} | ${FAULTS[fault]} | ${retryable ? "yes" : "no"} | ${meaning} |`,
  );
  return `# Errors

Everything Sandpiper refuses or fails at carries one of these codes. Recognise an error by its code; messages may change.

| code | HTTP status | who can mend it | worth a retry | meaning |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

## Over HTTP

A call that fails is answered with the status above and

\`\`\`json
{ "error": { "code": "E_TIMEOUT", "message": "The function did not end within its deadline." }, "id": "…" }
\`\`\`

\`id\` is the invocation, also in the header \`x-sandpiper-invocation\`. What went wrong inside a function is not told to its
callers: it stands in the logs under that id. \`hint\` is there when the caller can do something. Where a retry is worth it
the answer has \`retry-after\`; \`E_METHOD\` has \`allow\`.

## On the command line

\`\`\`
error[E_CONFIG]: sandpiper.config.json: functions.gray.memroy: unknown key; did you mean "memory"?
  next: Known here: source, wasm, route, ...
\`\`\`

on standard error; with \`--json\` one object \`{"error": {"code", "message", "hint"}}\` instead. The exit code is 2 when the
command line or the settings are not understood (\`E_USAGE\`, \`E_CONFIG\`), 1 for any other failure. \`sandpiper run\` ends
with the guest's own exit code, and with 134 when the guest trapped. \`SANDPIPER_DEBUG=1\` shows the stack.
`;
}
