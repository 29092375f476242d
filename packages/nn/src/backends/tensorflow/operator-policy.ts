import type { OperatorList } from "./operator-list.ts";

/**
 * A graph is a program: TensorFlow has operators that read and write files, listen on sockets, print, and end the process.
 * A function brings its own graphs, so what these may do is decided here: compute, and nothing else. What TensorFlow
 * itself calls stateful is refused unless it is listed; what it does not call so and yet reaches out was found by going through
 * all 1,908 operators of version 2.21.
 */
export type Verdict =
  /** Its outputs come from its inputs, or from chance, and nothing else happens. */
  | "computes"
  /** It reads what a saved model restored. */
  | "reads-variables"
  /** It keeps or changes something, or acts on files and the like: TensorFlow runs it only when it is asked for. */
  | "acts"
  /** The same, but TensorFlow may run it while it prepares a graph, since it does not know. */
  | "acts-unnoticed";

/** Not stateful for TensorFlow, and yet no computation: files, debuggers, other callers' batches, and the end of the process. */
const REACH_OUT = new Set([
  "Abort",
  "Batch",
  "BatchFunction",
  "Copy",
  "CopyHost",
  "CustomAggregator",
  "DecodeProtoV2",
  "EncodeProto",
  "GenerateVocabRemapping",
  "GetDeadline",
  "GetOptions",
  "ImmutableConst",
  "InitializeTable",
  "InitializeTableFromTextFile",
  "MapDefun",
  "MatchingFiles",
  "MlirPassthroughOp",
  "Prelinearize",
  "PrelinearizeTuple",
  "PyFuncStateless",
  "ReadFile",
  "SdcaOptimizer",
  "SdcaOptimizerV2",
  "Unbatch",
  "UnbatchGrad",
]);

/** Families of them: pipelines of files, debuggers, accelerators' links, what passes between callers, and TensorFlow's own. */
const FAMILIES_OUT =
  /Dataset|^(?:Accumulator|Barrier|CopyToMesh|CudnnRNN|Debug|DTensor|Infeed|Queue|Reader|Relayout|SparseAccumulator|T[Pp][Uu]|Xla|_(?!Fused))/;

/** Stateful for TensorFlow by random numbers, by the functions they call, or within one run only. */
const HARMLESS = new Set([
  "AllCandidateSampler",
  "Assert",
  "Case",
  "CheckNumerics",
  "CheckNumericsV2",
  "DeviceIndex",
  "Empty",
  "GuaranteeConst",
  "If",
  "LearnedUnigramCandidateSampler",
  "LogUniformCandidateSampler",
  "Multinomial",
  "NonDeterministicInts",
  "ParameterizedTruncatedNormal",
  "RandomCrop",
  "RandomGamma",
  "RandomPoisson",
  "RandomPoissonV2",
  "RandomShuffle",
  "RandomStandardNormal",
  "RandomUniform",
  "RandomUniformInt",
  "SampleDistortedBoundingBox",
  "SampleDistortedBoundingBoxV2",
  "StatefulPartitionedCall",
  "StatelessRandomGetAlg",
  "ThreadUnsafeUnigramCandidateSampler",
  "TruncatedNormal",
  "UniformCandidateSampler",
  "While",
]);
/** Arrays and stacks that TensorFlow makes for one run and drops after it. */
const FAMILIES_HARMLESS = /^(?:TensorArray|Stack)/;

/** They read what a saved model restored. None of them writes to it. */
const READ_VARIABLES = new Set([
  "HashTable",
  "HashTableV2",
  "IsVariableInitialized",
  "LookupTableFind",
  "LookupTableFindV2",
  "LookupTableSize",
  "LookupTableSizeV2",
  "ReadVariableOp",
  "RefIdentity",
  "ResourceGather",
  "ResourceGatherNd",
  "VarHandleOp",
  "VarIsInitializedOp",
  "Variable",
  "VariableShape",
  "VariableV2",
]);

/** What an operator may do. Null: TensorFlow has none of this name. */
export function judgeOperator(name: string, operators: OperatorList): Verdict | null {
  const operator = operators.get(name);
  if (operator === undefined) return null;
  if (READ_VARIABLES.has(name)) return "reads-variables";
  if (HARMLESS.has(name) || FAMILIES_HARMLESS.test(name)) return "computes";
  if (operator.stateful || operator.takesReference) return "acts";
  return REACH_OUT.has(name) || FAMILIES_OUT.test(name) ? "acts-unnoticed" : "computes";
}
