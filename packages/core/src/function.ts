import type { AbiInput, AbiName } from "./abi/abi.ts";
import { ABIS } from "./abi/abis.ts";
import { readBody } from "./body.ts";
import type { LoadedModule, WasiExit } from "./engine.ts";
import { SandpiperError, toSandpiperError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { toGuestError } from "./outcome.ts";
import { toErrorResponse } from "./response.ts";

export interface FunctionSettings {
  readonly name: string;
  readonly abi: AbiName;
  /** `stdio` only: the content type of what it answers with; left out, its first bytes tell. */
  readonly contentType?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The methods it takes, in capitals; left out, all of them. `HEAD` comes with `GET`. */
  readonly methods?: readonly string[];
  readonly limits: Limits;
}

export interface InvocationContext {
  /** The path prefix the function answers at, such as `/image-grayscale`. */
  readonly mount?: string;
  readonly remoteAddress?: string;
}

/** One request through one instance, after it ended. */
export interface Invocation {
  readonly id: string;
  /** The function's name. */
  readonly name: string;
  readonly response: Response;
  readonly error: SandpiperError | null;
  /** How the guest ended, with its logs; null when it never ran. */
  readonly exit: WasiExit | null;
  /** From the request's headers to the response's. */
  readonly durationMs: number;
}

/** A module with its settings, ready to answer requests. */
export interface SandpiperFunction {
  readonly settings: FunctionSettings;
  /** Answers a request. Never rejects: whatever goes wrong is in the response and in `error`. */
  invoke(request: Request, context?: InvocationContext): Promise<Invocation>;
  /** Frees the module. */
  close(): Promise<void>;
}

export function createFunction(settings: FunctionSettings, module: LoadedModule): SandpiperFunction {
  const abi = ABIS[settings.abi];

  async function run(request: Request, context: InvocationContext): Promise<{ exit: WasiExit; input: AbiInput }> {
    checkMethod(settings, request.method);
    const body = await readBody(request, settings.limits.bodyBytes);
    const input: AbiInput = {
      settings,
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      body,
      mount: context.mount ?? "",
      remoteAddress: context.remoteAddress ?? "",
    };
    const exit = await module.run({ ...abi.toCall(input), stdin: body, signal: request.signal });
    return { exit, input };
  }

  return {
    settings,

    async invoke(request, context = {}) {
      const started = performance.now();
      const id = crypto.randomUUID();
      let exit: WasiExit | null = null;
      let error: SandpiperError | null;
      let response: Response | undefined;
      try {
        const ended = await run(request, context);
        exit = ended.exit;
        error = toGuestError(exit);
        if (!error) response = abi.toResponse(exit, ended.input);
      } catch (thrown) {
        error = toSandpiperError(thrown);
      }
      response ??= toErrorResponse(error!, id);
      if (error?.code === "E_METHOD") response.headers.set("allow", allowed(settings).join(", "));
      response.headers.set("x-sandpiper-invocation", id);
      return { id, name: settings.name, response, error, exit, durationMs: performance.now() - started };
    },

    close: () => module.close(),
  };
}

function allowed(settings: FunctionSettings): readonly string[] {
  const methods = settings.methods ?? [];
  return methods.includes("GET") && !methods.includes("HEAD") ? [...methods, "HEAD"] : methods;
}

function checkMethod(settings: FunctionSettings, method: string): void {
  if (settings.methods && !allowed(settings).includes(method)) {
    throw new SandpiperError("E_METHOD", `${settings.name} does not take ${method}`, {
      hint: `It takes ${allowed(settings).join(", ")}.`,
    });
  }
}
