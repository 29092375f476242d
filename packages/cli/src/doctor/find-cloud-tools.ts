import { isSandpiperError } from "@sandpiper/core";
import { TARGETS } from "@sandpiper/targets";
import { findTool } from "../deploy/find-tool.ts";
import { type Finding, missing, there } from "./finding.ts";

const GROUP = "deploy";

/** The clouds' own tools, as `sandpiper deploy` would run them. */
export async function findCloudTools(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, deploy } of Object.values(TARGETS)) {
    if (!deploy) continue;
    try {
      const [program, ...rest] = await findTool(deploy);
      const fetched = program === "npx" ? `, fetched by npx (${rest[1]?.replace("--package=", "")})` : "";
      findings.push(there(GROUP, name, `${deploy.command[0]}${fetched}`));
    } catch (error) {
      if (!isSandpiperError(error)) throw error;
      findings.push(missing(GROUP, name, `${deploy.command[0]} is not on the PATH`, deploy.help));
    }
  }
  return findings;
}
