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

/** Lets JavaScript call C libraries: what the backend `tensorflow` is bound with. */
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

/** A wheel of Python's package index that carries TensorFlow's C library. */
export interface TensorflowWheel extends Installable {
  /** pip's names for what the wheel was built for: `--platform`, and `--python-version` with `--abi`. */
  readonly platform: string;
  readonly python: string;
  readonly sha256: string;
}

export const TENSORFLOW_VERSION = "2.21.0";
/** All wheels of a version carry the same library; this is only which one is taken. */
const PYTHON = "311";

/** By `process.platform` and `process.arch`. The digests are those of the index. */
export const TENSORFLOW_WHEELS: Readonly<Record<string, TensorflowWheel>> = {
  "linux-x64": {
    package: "tensorflow-cpu",
    version: TENSORFLOW_VERSION,
    platform: "manylinux_2_27_x86_64",
    python: PYTHON,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
  },
  "linux-arm64": {
    package: "tensorflow",
    version: TENSORFLOW_VERSION,
    platform: "manylinux_2_27_aarch64",
    python: PYTHON,
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
  },
  "darwin-arm64": {
    package: "tensorflow",
    version: TENSORFLOW_VERSION,
    platform: "macosx_12_0_arm64",
    python: PYTHON,
    sha256: "51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88",
  },
};

/** Names of the library's files, in the order they need each other: as wheels have them, and as the C package and systems have. */
export function tensorflowFileNames(platform: NodeJS.Platform = process.platform): readonly (readonly string[])[] {
  const name = (base: string) => (platform === "darwin" ? `lib${base}.2.dylib` : `lib${base}.so.2`);
  return [
    [name("tensorflow_framework"), name("tensorflow_cc")],
    [name("tensorflow_framework"), name("tensorflow")],
  ];
}
