/** Libraries for inference lie in the same folder, and are found by the package of inference. */
export { cacheFolder } from "@sandpiper/nn/install";
