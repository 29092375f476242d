// A web server as the older templates have it: one process of a WebAssembly runtime for each request, the request's body
// on its standard input, its standard output the response. `spawn-server.ts COMMAND...`; prints its address.
import { spawn } from "node:child_process";
import { createServer } from "node:http";

const [command, ...args] = process.argv.slice(2);

const server = createServer((request, response) => {
  const child = spawn(command!, args, { stdio: ["pipe", "pipe", "inherit"] });
  const output: Buffer[] = [];
  child.stdin.on("error", () => {});
  request.pipe(child.stdin);
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.on("error", () => response.writeHead(500).end());
  child.on("close", (code) => {
    response.writeHead(code === 0 ? 200 : 500).end(Buffer.concat(output));
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`);
});
