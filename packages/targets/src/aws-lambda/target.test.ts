import assert from "node:assert/strict";
import { test } from "node:test";
import { awsLambda } from "./target.ts";

test("the address is found in the table that sam prints at the end", () => {
  const printed = `CloudFormation outputs from deployed stack
-------------------------------------------------------------------------
Outputs
-------------------------------------------------------------------------
Key                 Url
Description         Where the functions answer
Value               https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws/
-------------------------------------------------------------------------

Successfully created/updated stack - my-app in eu-west-1
`;
  const [, address] = awsLambda.deploy!.address!.exec(printed) ?? [];
  assert.equal(address, "https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws/");
});
