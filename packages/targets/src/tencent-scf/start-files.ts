/** The program, which both kinds of function start. */
export const PROGRAM = "program.mjs";
const BESIDE = JSON.stringify(`./${PROGRAM}`);

/** The oldest Node.js runtime that the program runs on, as SCF writes it. cloud.tencent.com/document/api/583/18586, 2026-11 */
export const RUNTIME = "Nodejs18.15";

/** Major versions of the Node.js runtimes, at their documented paths. docs.cloudbase.net/cloud-function/runtime-support, 2026-11 */
const NODE_VERSIONS = [24, 22, 20, 18];

/**
 * The program by which SCF starts a web function: executable, for bash, with an absolute path of Node.js. It looks for the newest, so that
 * the runtime in the settings can be changed by itself. It stays before Node.js, which could not end itself by force as the first process of a
 * container. cloud.tencent.com/document/product/583/56126, 2026-11
 */
export const SCF_BOOTSTRAP = `#!/bin/bash
for version in ${NODE_VERSIONS.join(" ")}; do
  node=/var/lang/node$version/bin/node
  [ -x "$node" ] || continue
  "$node" "$(dirname "$0")/server.mjs" &
  program=$!
  trap 'told=yes; kill -TERM "$program"' TERM INT
  # A signal ends the wait, with a code of its own: the program's is that of the wait that none ends.
  told=yes
  while [ "$told" ]; do
    told=
    wait "$program"
    code=$?
  done
  exit "$code"
done
echo "There is no Node.js here: set the function's runtime to ${RUNTIME} or later." >&2
exit 1
`;

/** What `scf_bootstrap` starts. */
export const WEB_ENTRY = `import { handler } from ${BESIDE};
handler.serve();
`;

/** What SCF loads for an event function with the handler `index.main_handler`: by `require`, so that it is no ES module. */
export const EVENT_ENTRY = `const program = import(${BESIDE});
// What fails here is told of with the first event.
program.catch(() => {});
exports.main_handler = async (event) => (await program).handler.answer(event);
`;
