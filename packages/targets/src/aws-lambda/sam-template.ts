import { toMemoryNeedMib, toTimeNeedS } from "../instance-needs.ts";
import type { DeployedImage, Deployment } from "../target.ts";

/** Processor time comes with memory (1,769 MB is one processor): less would make even small functions slow. MB. */
const LEAST_MB = 1024;
const MOST_MB = 10_240;

const MOST_S = 900;

/** Memory of the Lambda function, MB. */
export function toMemoryMb(deployment: Deployment): number {
  return Math.min(MOST_MB, Math.max(LEAST_MB, toMemoryNeedMib(deployment)));
}

/** Time of the Lambda function, seconds. */
export function toTimeoutS(deployment: Deployment): number {
  return Math.min(MOST_S, toTimeNeedS(deployment));
}

const IMAGE_PARAMETER = `  ImageUri:
    Type: String
    Description: Where the image lies in ECR, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-app:1.0
`;

/** As Lambda calls the processors that Go has other names for. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "arm64" };

/** What runs on every processor runs where it costs least. */
const toZipCode = ({ architecture = "arm64" }: Deployment) => `      CodeUri: function/
      Handler: index.handler
      Runtime: nodejs24.x
      Architectures: [${ARCHITECTURES[architecture]}]
`;

function toImageCode({ architecture }: DeployedImage): string {
  return `      PackageType: Image
      ImageUri: !Ref ImageUri
      Architectures: [${ARCHITECTURES[architecture]}]
`;
}

/**
 * A template for SAM: the function and its URL, open to everybody, as a web page needs it. Its parameter `InvokeMode` sets the function URL and
 * the program alike.
 * @param image in the place of the folder `function`
 */
export function toSamTemplate(deployment: Deployment, image?: DeployedImage): string {
  const { name, functions } = deployment;
  const names = functions.map(({ settings }) => settings.name).join(", ");
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: ${JSON.stringify(`${name}: ${names}`.slice(0, 1000))}

Parameters:
${image ? IMAGE_PARAMETER : ""}  InvokeMode:
    Type: String
    Default: BUFFERED
    AllowedValues: [BUFFERED, RESPONSE_STREAM]
    Description: RESPONSE_STREAM takes answers over 6 MB, in the regions that have it.

Resources:
  App:
    Type: AWS::Serverless::Function
    Properties:
${image ? toImageCode(image) : toZipCode(deployment)}      MemorySize: ${toMemoryMb(deployment)}
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
