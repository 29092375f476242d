// event-runtime.cjs FOLDER FILE.FUNCTION: what SCF's own Node.js runtime does with an event function, as its documentation says: it requires the file,
// hands the function one event at a time with a context, and takes what it returns as JSON. Events come by HTTP on port 9000, which is ours.
// cloud.tencent.com/document/product/583/11060, read 2026-11.
const { createServer } = require("node:http");
const { join } = require("node:path");

const [, , folder, handler] = process.argv;
const [file, name] = handler.split(".");
const run = require(join(folder, file))[name];
let count = 0;
let last = Promise.resolve();

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === "GET") return response.end("ready");
  const event = JSON.parse(Buffer.concat(chunks).toString());
  const context = {
    request_id: `00000000-0000-0000-0000-${String(++count).padStart(12, "0")}`,
    function_name: "examples",
    function_version: "$LATEST",
    namespace: "default",
    memory_limit_in_mb: 1024,
    time_limit_in_ms: 40_000,
    tencentcloud_region: "ap-guangzhou",
  };
  try {
    response.end(JSON.stringify({ result: await run(event, context) }));
  } catch (error) {
    response.end(JSON.stringify({ errorMessage: error.message, errorType: error.name }));
  }
}

createServer((request, response) => {
  last = last.then(() => answer(request, response));
}).listen(9000, "0.0.0.0");

// The first process of a namespace has to say that it heeds it.
process.once("SIGTERM", () => process.exit(0));
