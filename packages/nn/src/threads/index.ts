export {
  type CallerSeat,
  type CallerTicket,
  createInferenceService,
  type InferenceOptions,
  type InferenceService,
  type NativePolicy,
} from "./inference-service.ts";
export { joinInference, type RemoteInference } from "./remote-inference.ts";
export { toWorkerArguments } from "./worker-arguments.ts";
