import { testTarget } from "@sandpiper/testkit";
import { startDevServer } from "../support/dev-server.ts";

testTarget("sandpiper dev", {
  async start(project) {
    const { url, stop } = await startDevServer(project);
    return {
      fetch: (path, init) => fetch(url + path, init),
      async stop() {
        await stop();
      },
    };
  },
});
