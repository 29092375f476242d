import type { Deployment } from "../target.ts";

const MIB = 1024 ** 2;

/** What Node, the program and the copies of a request and its answer take beside the guest's memory. MB. */
const BESIDE_GUEST_MB = 512;
/** Processor time comes with memory (1,769 MB is one processor): less would make even small functions slow. MB. */
const LEAST_MB = 1024;
const MOST_MB = 10_240;

/** What a first call needs beside the guest's time, to start and to compile the module. Seconds. */
const BESIDE_GUEST_S = 10;
const MOST_S = 900;

/** Memory of the Lambda function, MB: for the function that may use most. */
export function toMemoryMb({ functions }: Deployment): number {
  const guest = Math.max(0, ...functions.map(({ settings }) => settings.limits.memoryBytes)) / MIB;
  return Math.min(MOST_MB, Math.max(LEAST_MB, Math.ceil(guest) + BESIDE_GUEST_MB));
}

/** Time of the Lambda function, seconds: it is what ends a guest that does not end, since that holds the thread that could. */
export function toTimeoutS({ functions }: Deployment): number {
  const guest = Math.max(0, ...functions.map(({ settings }) => settings.limits.timeoutMs)) / 1000;
  return Math.min(MOST_S, Math.ceil(guest) + BESIDE_GUEST_S);
}

/**
 * A template for SAM: the function and its URL, open to everybody, as a web page needs it. Its parameter `InvokeMode` sets the function URL and
 * the program alike.
 */
export function toSamTemplate(deployment: Deployment): string {
  const { name, functions } = deployment;
  const names = functions.map(({ settings }) => settings.name).join(", ");
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: ${JSON.stringify(`${name}: ${names}`.slice(0, 1000))}

Parameters:
  InvokeMode:
    Type: String
    Default: BUFFERED
    AllowedValues: [BUFFERED, RESPONSE_STREAM]
    Description: RESPONSE_STREAM takes answers over 6 MB, in the regions that have it.

Resources:
  App:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: function/
      Handler: index.handler
      Runtime: nodejs24.x
      Architectures: [arm64]
      MemorySize: ${toMemoryMb(deployment)}
      Timeout: ${toTimeoutS(deployment)}
      Environment:
        Variables:
          SANDPIPER_INVOKE_MODE: !Ref InvokeMode
      FunctionUrlConfig:
        AuthType: NONE
        InvokeMode: !Ref InvokeMode
  # Function URLs made since October 2025 want this beside what FunctionUrlConfig itself allows.
  AppUrlInvocation:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref App
      Action: lambda:InvokeFunction
      Principal: "*"
      InvokedViaFunctionUrl: true

Outputs:
  Url:
    Description: Where the functions answer
    Value: !GetAtt AppUrl.FunctionUrl
`;
}

/** Settings of `sam deploy`, so that it asks nothing. */
export function toSamSettings({ name }: Deployment): string {
  return `version = 0.1

[default.deploy.parameters]
stack_name = ${JSON.stringify(name)}
resolve_s3 = true
capabilities = "CAPABILITY_IAM"
confirm_changeset = false
fail_on_empty_changeset = false
`;
}
