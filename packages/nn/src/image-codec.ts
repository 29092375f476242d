/* The codec's own bytes, for whoever puts them into a program. */
export { readImageCodec } from "./image/image-codec-module.ts";
