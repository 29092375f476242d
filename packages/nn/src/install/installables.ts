/** A package that can be put into the cache, in the one version that is tried with this release. */
export interface Installable {
  readonly package: string;
  readonly version: string;
}

/** A package of npm. */
export interface NpmPackage extends Installable {
  /** The digest of its archive, as npm's lock files have it; npm checks it, and we that it is this. */
  readonly integrity: string;
}

/** Lets JavaScript call C libraries: what the backends `tensorflow` and `litert-native` are bound with. */
export const KOFFI: NpmPackage = {
  package: "koffi",
  version: "3.3.4",
  integrity: "sha512-31Vr+LM+w1dEsNcOJtJWvYyUTjVc/SWOxNDZJxfhsBC6qZ5YVn98n5x1oBbDq5skxCbWD4SByJpNmq63fvg9Aw==",
};

export const ONNX_RUNTIME: NpmPackage = {
  package: "onnxruntime-node",
  version: "1.30.0",
  integrity: "sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==",
};

/** A wheel of Python's package index that carries a C library. */
export interface Wheel extends Installable {
  /** pip's names for what the wheel was built for: `--platform`, and `--python-version` with `--abi`. */
  readonly platform: string;
  readonly python: string;
  readonly sha256: string;
  /** About what is downloaded, in MB, for people. */
  readonly megabytes: number;
}

export const TENSORFLOW_VERSION = "2.21.0";
/** All wheels of a version carry the same library; this is only which one is taken. */
const PYTHON = "311";

/** By `process.platform` and `process.arch`. The digests are those of the index. */
export const TENSORFLOW_WHEELS: Readonly<Record<string, Wheel>> = {
  "linux-x64": {
    package: "tensorflow-cpu",
    version: TENSORFLOW_VERSION,
    platform: "manylinux_2_27_x86_64",
    python: PYTHON,
    megabytes: 250,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
  },
  "linux-arm64": {
    package: "tensorflow",
    version: TENSORFLOW_VERSION,
    platform: "manylinux_2_27_aarch64",
    python: PYTHON,
    megabytes: 250,
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
  },
  "darwin-arm64": {
    package: "tensorflow",
    version: TENSORFLOW_VERSION,
    platform: "macosx_12_0_arm64",
    python: PYTHON,
    megabytes: 250,
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
  },
};

export const LITERT_VERSION = "2.3.0";
const LITERT_PACKAGE = { package: "ai-edge-litert", version: LITERT_VERSION, python: PYTHON, megabytes: 22 } as const;

/** LiteRT's native library, by `process.platform` and `process.arch`. */
export const LITERT_WHEELS: Readonly<Record<string, Wheel>> = {
  "linux-x64": {
    ...LITERT_PACKAGE,
    platform: "manylinux_2_27_x86_64",
    sha256: "1f15078a6725d2357d9de9221664c29afa0545d807559c5f7199ce5e40b96b23",
  },
  "linux-arm64": {
    ...LITERT_PACKAGE,
    platform: "manylinux_2_27_aarch64",
    sha256: "853fc608f96da87bd5f3458465dfb9abbf18d5ae6b94eceacead407146f175ae",
  },
  "darwin-arm64": {
    ...LITERT_PACKAGE,
    platform: "macosx_12_0_arm64",
    sha256: "da19cb1ad08d5113600d1038fbe7390e74e38fcb3e92af86d56a60120343e6d2",
  },
};

/** The library's file, as its wheel has it. */
export function litertFileName(platform: NodeJS.Platform = process.platform): string {
  return platform === "darwin" ? "libLiteRt.dylib" : "libLiteRt.so";
}

/** Names of the library's files, in the order they need each other: as wheels have them, and as the C package and systems have. */
export function tensorflowFileNames(platform: NodeJS.Platform = process.platform): readonly (readonly string[])[] {
  const name = (base: string) => (platform === "darwin" ? `lib${base}.2.dylib` : `lib${base}.so.2`);
  return [
    [name("tensorflow_framework"), name("tensorflow_cc")],
    [name("tensorflow_framework"), name("tensorflow")],
  ];
}
