import type { FunctionSettings, NamedModel, Route } from "@sandpiper/core";

/** A figure that a cloud sets, with the page it was read on and when. */
export interface Figure {
  readonly value: number;
  /** Address of the cloud's own documentation. */
  readonly source: string;
  /** `2026-11`. */
  readonly date: string;
}

/** What a cloud allows. Times are milliseconds, sizes bytes; left out: no limit is known. */
export interface TargetLimits {
  /** The program and all that lies with it, unpacked; files that the place itself serves are not in it. */
  readonly artifactBytes?: Figure;
  /** The same as it is uploaded, packed. */
  readonly packedBytes?: Figure;
  /** The same where it is uploaded in one piece; what is larger has to go through the cloud's own storage. */
  readonly directUploadBytes?: Figure;
  /** Memory of one instance, at most. */
  readonly memoryBytes?: Figure;
  /** Time of one invocation, at most. */
  readonly timeoutMs?: Figure;
  /** Processor time of one invocation, at most, where the place counts that. */
  readonly cpuTimeMs?: Figure;
  readonly requestBytes?: Figure;
  readonly responseBytes?: Figure;
  /** One static file, where the place serves them. */
  readonly fileBytes?: Figure;
  /** How many static files there may be, where the place serves them. */
  readonly files?: Figure;
}

/** Paths that a place answers itself, at them and below, whatever their capitals; nothing of a project can. */
export interface ReservedPaths {
  readonly paths: readonly string[];
  readonly source: string;
  readonly date: string;
}

export type TargetName =
  | "node"
  | "vercel"
  | "netlify"
  | "aws-lambda"
  | "tencent-scf"
  | "google"
  | "azure"
  | "cloudflare"
  | "deno"
  | "bun"
  | "oci"
  | "kubernetes";

/** A place to deploy to: what it offers, and what its artifact is made of. Its run half is `adapter.ts` beside it. */
export interface Target {
  readonly name: TargetName;
  /** As its owner writes it. */
  readonly title: string;
  readonly limits: TargetLimits;
  /** Whether WebAssembly may be compiled from bytes as the program runs. Where not, modules are imported. */
  readonly compilesAtRunTime: boolean;
  /** Whether programs of the machine's own code may be part of the artifact. */
  readonly nativeCode: boolean;
  /** Processors whose native code runs there, as Node names them; left out: what it is put on. */
  readonly processors?: readonly string[];
  /** Why functions that use inference cannot run there; left out: they can. */
  readonly noInference?: string;
  /** Where the artifact is written unless somebody says otherwise, relative to the project. */
  readonly outFolder: string;
  /** Whether an answer goes out as it is written, or only once it is whole. */
  readonly streams: boolean;
  /** Who serves the static files: the place itself, or our program. */
  readonly staticFiles: "place" | "program";
  readonly reserved?: ReservedPaths;
  readonly program: ProgramShape;
  /**
   * All files of the artifact but those of the program (`program.folder`), by path relative to the artifact: settings that the cloud reads, and
   * static files where the place serves them.
   */
  artifact(deployment: Deployment): Files;
  /** How its program runs as a container image; left out: the place takes none. */
  readonly image?: ImageShape;
  /** The cloud's own tool, as `sandpiper deploy` runs it in the artifact's folder. */
  readonly deploy: DeployTool | null;
  /** How `sandpiper dev` runs the artifact on this machine; null where nothing can. */
  readonly local: LocalShape | null;
}

/** A program as a container image: it starts with Node, as a user that is not root. */
export interface ImageShape {
  /** Whether the place takes nothing but images; otherwise one is made where it is asked for. */
  readonly only?: boolean;
  /** Whether the files beside it name the image by where it lies, so that this has to be known. */
  readonly named?: boolean;
  /** What an image of a module alone says it is for; left out: `linux/wasm`. */
  readonly platforms?: readonly { readonly os: string; readonly architecture: string }[];
  /** Folder of the image's layout in the artifact, empty for the artifact's own. */
  readonly folder: string;
  /** The program, where it is another than what is deployed without an image. Its `folder` is of no account. */
  readonly program?: ProgramShape;
  /** The artifact's files beside the layout. */
  artifact(images: readonly DeployedImage[]): Files;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens. */
  readonly port?: number;
  /** Path at which it says that it is well. */
  readonly health?: string;
}

/** An image as files beside it speak of it. */
export interface DeployedImage {
  /** In the layout. */
  readonly name: string;
  /** Where it will lie, as whoever builds has named it; null when nobody has. */
  readonly reference: string | null;
  /** `sha256:...`, which it will have there. */
  readonly digest: string;
  /** As Go names processors: `amd64`, `arm64`, `wasm`. */
  readonly architecture: string;
  /** Where it answers HTTP; null for a program that reads its input, writes its answer and ends. */
  readonly port: number | null;
  /** Path at which it says that it is well; null where nothing does. */
  readonly health: string | null;
  /** What is in it. */
  readonly deployment: Deployment;
}

/** A program that is run in Node behind what stands before it in the cloud, or that is a server by itself. */
export type LocalShape =
  | {
      /** Package path of the half that stands before it, such as `@sandpiper/targets/vercel/local`; it exports `createLocal` (`local.ts`). */
      readonly gateway: string;
      /** What the cloud is told to wait for an answer, milliseconds; left out, all that its limits allow. */
      timeoutMs?(deployment: Deployment): number;
    }
  | {
      /** Serves on `HOST` and `PORT`, started in the program's folder. */
      readonly server: Tool;
    };

/** How the program of a target is bundled: one JavaScript file, with the modules beside it. */
export interface ProgramShape {
  /** Folder in the artifact, relative, with `/` between; empty for the artifact's own. */
  readonly folder: string;
  /** The bundle's name, such as `index.mjs`. */
  readonly file: string;
  readonly platform: "node" | "neutral";
  /** Language level, as esbuild takes it: `node22`, `es2022`. */
  readonly level: string;
  /** How a module gets into the program: read as a file beside it, or imported, which the place compiles. */
  readonly modules: "file" | "import";
  /** Files in its folder that are to be started as programs, such as `bootstrap`. */
  readonly executables?: readonly string[];
  /** Whether an instance of it is given one request at a time; left out: as many as come. */
  readonly oneRequest?: boolean;
  /** Name of a zip of its folder, beside that, for a cloud that is uploaded one. */
  readonly zip?: string;
  /** Names that the place itself provides. */
  readonly external?: readonly string[];
  /** Source that goes before the bundle. */
  readonly banner?: string;
  /** Package path of the adapter, such as `@sandpiper/targets/node`; it exports `createHandler(app, options)`. */
  readonly adapter: string;
  /** Source of the program's exports, given what `createHandler` made as `handler`, such as `export default handler;`. */
  readonly exports: string;
}

/** A project as it is deployed. */
export interface Deployment {
  /** The project's name: letters, digits and dashes. */
  readonly name: string;
  readonly functions: readonly DeployedFunction[];
  /** Static files by path with `/` between, relative to the site's root. */
  readonly staticFiles: ReadonlyMap<string, Uint8Array>;
  /** All models together; left out: there are none. */
  readonly modelBytes?: number;
  /** The processor whose native code is in it, as Go names processors; left out: it runs on all. */
  readonly architecture?: string;
}

/** One function, as the program knows it; plain data. */
export interface DeployedFunction {
  readonly settings: FunctionSettings;
  readonly route: Route;
  /**
   * The module's file, relative to the program: prepared (`prepareForDeployment`) for the limits in `settings`, or its native code for
   * WasmEdge.
   */
  readonly module: string;
  /** Models it finds by name, whose `path` is relative to the program; null when it may use no inference, or uses none. */
  readonly models: Readonly<Record<string, NamedModel>> | null;
}

/** Content by path with `/` between, relative. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** A program that is found on the PATH, or that `npx` fetches. */
export interface Tool {
  /** The npm package, or null for a program that is installed in another way. */
  readonly npm: string | null;
  /** The program and its arguments; `npx` is put before it where only that has it. */
  readonly command: readonly string[];
  /** Where to read how to install it. */
  readonly help: string;
}

export interface DeployTool extends Tool {
  /** Arguments that depend on what is deployed, such as its name; they come after the command's own. */
  args?(deployment: Deployment): readonly string[];
  /** What whoever deploys has to name behind `--`, in words, such as `the function app`. */
  readonly operand?: string;
  /** Where it runs, relative to the artifact's folder; left out: there. */
  readonly folder?: string;
  /** Finds the address in what it prints on standard output, as its first group; left out: the last `https://` one. */
  readonly address?: RegExp;
}
