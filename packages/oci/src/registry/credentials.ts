import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SandpiperError } from "@sandpiper/core";

/** What a registry, or the service that gives out its tokens, is shown. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  /** A refresh token of OAuth 2. */
  | { readonly identityToken: string };

/** Docker's `config.json` (docs.docker.com/reference/cli/docker/login), as far as it is about registries. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { auth?: string; identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** What a credential helper prints for `get`. */
interface HelperAnswer {
  readonly Username: string;
  readonly Secret: string;
}

/** The name of a helper is part of a program's name, and of nothing else. */
const HELPER = /^[\w.-]+$/;
/** A helper gives this for the name of the user when its secret is a token (docker-credential-helpers). */
const TOKEN_USER = "<token>";

/** Docker Hub is known by the address of its first API. */
const HUB = "docker.io";
const HUB_KEY = "https://index.docker.io/v1/";

/**
 * The credentials that `docker login` (or podman's, with `DOCKER_CONFIG`) has kept for a registry; null for none. They are read when they
 * are needed, shown to nobody else, and kept nowhere.
 * @throws `E_CONFIG` when the file is not understood, `E_UNAUTHORIZED` when a helper fails
 */
export async function findCredentials(
  registry: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | null> {
  const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
  const config = await readConfig(join(folder, "config.json"));
  const keys = registry === HUB ? [HUB_KEY, HUB] : [registry, `https://${registry}`, `https://${registry}/v2/`];
  const helper = keys.map((key) => config.credHelpers?.[key]).find(Boolean);
  if (helper !== undefined) return await askHelper(helper, keys[0]!, env);
  for (const key of keys) {
    const found = config.auths?.[key];
    if (found?.identitytoken) return { identityToken: found.identitytoken };
    if (found?.auth) return decode(found.auth, folder);
  }
  return config.credsStore ? await askHelper(config.credsStore, keys[0]!, env) : null;
}

async function readConfig(file: string): Promise<DockerConfig> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch {
    return {};
  }
  try {
    return JSON.parse(content) as DockerConfig;
  } catch (cause) {
    throw new SandpiperError("E_CONFIG", `${file} is not JSON`, {
      hint: "Mend it, or name another folder: DOCKER_CONFIG",
      cause,
    });
  }
}

function decode(auth: string, folder: string): Credentials {
  const [username = "", ...rest] = Buffer.from(auth, "base64").toString().split(":");
  if (username !== "" && rest.length > 0) return { username, password: rest.join(":") };
  throw new SandpiperError("E_CONFIG", `${join(folder, "config.json")} has an "auth" that is no user and password`, {
    hint: "Sign in again: docker login REGISTRY",
  });
}

async function askHelper(name: string, server: string, env: NodeJS.ProcessEnv): Promise<Credentials | null> {
  const program = `docker-credential-${name}`;
  if (!HELPER.test(name)) throw new SandpiperError("E_CONFIG", `"${name}" is no name of a credential helper`);
  const { code, stdout } = await runHelper(program, server, env);
  // That it knows nothing of a registry is an error of the helper, told in words on standard output.
  if (code !== 0 && /credentials not found|no credentials/i.test(stdout)) return null;
  if (code !== 0) {
    throw new SandpiperError("E_UNAUTHORIZED", `${program} ended with ${code}: ${stdout.trim() || "it said nothing"}`, {
      hint: "Sign in again with the tool that it belongs to, or: docker login REGISTRY",
    });
  }
  const { Username, Secret } = parseAnswer(program, stdout);
  return Username === TOKEN_USER ? { identityToken: Secret } : { username: Username, password: Secret };
}

function parseAnswer(program: string, stdout: string): HelperAnswer {
  try {
    const answer = JSON.parse(stdout) as HelperAnswer;
    if (typeof answer.Username === "string" && typeof answer.Secret === "string") return answer;
  } catch {
    // Told below.
  }
  throw new SandpiperError("E_UNAUTHORIZED", `${program} answered with what are no credentials`);
}

async function runHelper(
  program: string,
  server: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(program, ["get"], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(server);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", (cause) => {
      const message = `${program}, which Docker's settings name for this registry, does not start: ${cause.message}`;
      reject(new SandpiperError("E_UNAUTHORIZED", message, { hint: "Put it on the PATH.", cause }));
    });
  });
  const [stdout, code] = await Promise.all([text(child.stdout), ended]);
  return { code, stdout };
}
