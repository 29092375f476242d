import { HEALTH_PATH } from "../node/health-path.ts";
import { node } from "../node/target.ts";
import type { Target } from "../target.ts";

/** Container images, for whatever runs containers: the program for Node by default, a module alone in other shapes. */
export const oci: Target = {
  ...node,
  name: "oci",
  title: "container images",
  outFolder: "dist/oci",
  // It is started by what runs containers.
  local: null,
  artifact: () => new Map(),
  image: { only: true, folder: "", artifact: () => new Map(), port: 8080, health: HEALTH_PATH },
};
