import assert from "node:assert/strict";
import { test } from "node:test";
import { tencentScf } from "./target.ts";

test("what SCF starts is in the program's folder, and executable where it has to be", () => {
  const files = tencentScf.artifact({ name: "a", functions: [], staticFiles: new Map() });
  const { folder, executables } = tencentScf.program;
  for (const file of executables!) assert.match(String(files.get(`${folder}/${file}`)), /^#!\/bin\/bash\n[^\r]+\n$/);
});

test("the address is found in what the tool prints, and not that of its console", () => {
  const printed = `type:         web
functionName: examples-dev
triggers:
  -
    TriggerName: http-examples-dev
    url:         https://1250000000-abcdefghij.ap-guangzhou.tencentscf.com

应用控制台: https://console.cloud.tencent.com/sls/detail?stageName=dev&appName=examples
`;
  const [, address] = tencentScf.deploy!.address!.exec(printed) ?? [];
  assert.equal(address, "https://1250000000-abcdefghij.ap-guangzhou.tencentscf.com");
});
