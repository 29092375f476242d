// forward.mjs SOCKET HOST PORT: hands connections to a socket on to an address, across the wall of a network namespace.
import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";

const [, , socket, host, port] = process.argv;
createServer((near) => {
  const far = connect({ host, port: Number(port) });
  pipeline(near, far, near, () => {});
}).listen(socket);
