/** Lower-case letters, digits and dashes between them, 63 at most: it stands in a path, a host name, a file name. */
export const FUNCTION_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const FUNCTION_NAME_RULE = "lower-case letters, digits and dashes, 63 at most";

/** The function name a folder or file name gives: `Image_Grayscale` is `image-grayscale`. Null when nothing is left. */
export function toFunctionName(stem: string): string | null {
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return name === "" ? null : name;
}
