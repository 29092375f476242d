import { SandpiperError } from "@sandpiper/core";
import { formatReference, type Reference } from "../reference.ts";
import { readAtMost } from "./read-at-most.ts";

/** Of an answer that is an error; what is longer is no error's. */
const MAX_BYTES = 16 * 1024;

/** The registry's own words: `{"errors": [{code, message}]}` (distribution-spec, "Error codes"). */
export async function toRegistryError(response: Response, reference: Reference): Promise<SandpiperError> {
  const body = await readAtMost(response, MAX_BYTES).catch(() => null);
  let said = "";
  try {
    const { errors } = JSON.parse(String(body)) as { errors: { code?: string; message?: string }[] };
    said = errors.map(({ code, message }) => message ?? code ?? "").join("; ");
  } catch {
    // A proxy's page, mostly: the status says enough.
  }
  const name = formatReference(reference);
  const { status } = response;
  const words = `status ${status}${said === "" ? "" : ` (${said})`}`;
  if (status === 401) {
    return new SandpiperError("E_UNAUTHORIZED", `${reference.registry} wants credentials for ${name}: ${words}`, {
      hint: `Sign in: docker login ${reference.registry}`,
    });
  }
  if (status === 403) {
    return new SandpiperError("E_FORBIDDEN", `${reference.registry} does not allow this for ${name}: ${words}`, {
      hint: "May the account that is signed in do this? Some registries want the repository to be made first.",
    });
  }
  if (status === 404) {
    return new SandpiperError("E_NOT_FOUND", `${name} is not there: ${words}`, {
      hint: "Are the name and the tag right?",
    });
  }
  return new SandpiperError("E_REGISTRY", `${reference.registry} refused: ${words}`, {});
}
