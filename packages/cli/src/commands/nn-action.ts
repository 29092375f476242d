import { formatSize, SandpiperError } from "@sandpiper/core";
import { cacheFolder } from "@sandpiper/nn/install";
import {
  type BackendStatus,
  INSTALLABLE,
  type InstallableBackend,
  listBackends,
  removeBackend,
} from "../nn/backends.ts";
import type { InstallContext } from "../nn/install-context.ts";
import { installNativeLitert } from "../nn/install-native-litert.ts";
import { installOnnx } from "../nn/install-onnx.ts";
import { installTensorflow } from "../nn/install-tensorflow.ts";
import { withInstallLock } from "../nn/with-install-lock.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import { untilInterrupted } from "../toolchain/until-interrupted.ts";
import type { NnAction, NnOptions } from "./nn.ts";

export async function nnAction(action: NnAction, backend: string | undefined, options: NnOptions): Promise<number> {
  const cache = cacheFolder();
  if (options.from !== undefined && (action !== "install" || backend !== "tensorflow")) {
    throw new SandpiperError("E_USAGE", "--from is for nn install tensorflow", { hint: "Leave it out." });
  }
  if (action === "list") {
    if (backend !== undefined)
      throw new SandpiperError("E_USAGE", "nn list takes no backend", { hint: "It lists all." });
    const backends = await listBackends(cache);
    print(options, { backends }, formatBackends(backends));
    return ExitCode.success;
  }
  const name = toInstallable(backend);
  await (action === "install" ? install(name, cache, options) : remove(name, cache, options));
  return ExitCode.success;
}

type Installer = (context: InstallContext, options: NnOptions) => Promise<unknown>;

const INSTALLERS: Readonly<Record<InstallableBackend, Installer>> = {
  "litert-native": installNativeLitert,
  tensorflow: (context, { from }) => installTensorflow(from, context),
  onnx: installOnnx,
};

async function install(name: InstallableBackend, cache: string, options: NnOptions): Promise<void> {
  const onProgress = createProgress();
  await untilInterrupted(undefined, (signal) =>
    withInstallLock(cache, signal, async () => {
      const context = { cache, onProgress, signal };
      await INSTALLERS[name](context, options);
    }),
  );
  const status = (await listBackends(cache)).find((one) => one.name === name)!;
  print(options, status, `${describe(status)}\n`);
}

async function remove(name: InstallableBackend, cache: string, options: NnOptions): Promise<void> {
  const result = await untilInterrupted(undefined, (signal) =>
    withInstallLock(cache, signal, () => removeBackend(name, cache)),
  );
  const text =
    result.removed.length === 0
      ? `Nothing of ${name} was installed\n`
      : `Removed ${result.removed.map(displayPath).join(" and ")}: ${formatSize(result.bytes)}\n`;
  print(options, { name, ...result }, text);
}

function toInstallable(backend: string | undefined): InstallableBackend {
  const found = INSTALLABLE.find((name) => name === backend);
  if (found !== undefined) return found;
  if (backend === "litert") {
    throw new SandpiperError("E_USAGE", "litert comes with Sandpiper: there is nothing to install or remove", {
      hint: "Its native code, which is faster: sandpiper nn install litert-native",
    });
  }
  throw new SandpiperError("E_USAGE", backend === undefined ? "which backend?" : `there is no backend "${backend}"`, {
    hint: `Name ${INSTALLABLE.join(", ")}.`,
  });
}

function print(options: NnOptions, result: unknown, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : text);
}

function formatBackends(backends: readonly BackendStatus[]): string {
  const rows = backends.map(({ name, models, installed, builtIn, version, folder, bytes }) => [
    name,
    models,
    builtIn ? "built in" : installed ? "installed" : "not installed",
    version ?? "",
    bytes === null ? "" : formatSize(bytes),
    folder === null ? "" : displayPath(folder),
  ]);
  return `${formatTable(rows, [4])}\n`;
}

function describe({ name, version, folder, bytes }: BackendStatus): string {
  return `${name}${version === null ? "" : ` ${version}`} is ready: ${displayPath(folder!)}${bytes === null ? "" : `, ${formatSize(bytes)}`}`;
}
