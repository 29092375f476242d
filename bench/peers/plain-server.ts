// The floor: `hello` as plain JavaScript on Node's own HTTP server, without any WebAssembly and so without isolation.
import { createServer } from "node:http";

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = Buffer.concat(chunks).toString().trim();
  response.writeHead(200, { "content-type": "text/plain" }).end(`Hello, ${name || "world"}!\n`);
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as { port: number }).port}\n`);
});
