import { HEALTH_PATH } from "../node/health-path.ts";
import { oci } from "../oci/target.ts";
import type { Target } from "../target.ts";
import { toManifests } from "./manifests.ts";

/** An image, and the files that run it in a cluster. */
export const kubernetes: Target = {
  ...oci,
  name: "kubernetes",
  title: "Kubernetes",
  outFolder: "dist/kubernetes",
  image: {
    only: true,
    named: true,
    folder: "image",
    port: 8080,
    health: HEALTH_PATH,
    // A node takes images for its own processor only, also of what runs on every one.
    platforms: [
      { os: "linux", architecture: "amd64" },
      { os: "linux", architecture: "arm64" },
    ],
    artifact: toManifests,
  },
};
