/** From cloud.tencent.com/document/product/583/96099, with a caller and a host. */
export function functionUrlEvent(more: object = {}): object {
  return {
    body: "",
    headers: {
      accept: "*/*",
      connection: "keep-alive",
      "content-length": "17",
      host: "1250000000-abc.ap-guangzhou.tencentscf.com",
      "x-scf-remote-addr": "203.0.113.9",
      "x-scf-secret-key": "secret",
    },
    httpMethod: "GET",
    path: "/hello",
    queryString: { a: "1", b: "2" },
    ...more,
  };
}

/** From cloud.tencent.com/document/product/583/12513. */
export function apiGatewayEvent(more: object = {}): object {
  return {
    requestContext: {
      serviceId: "service-f94sy04v",
      path: "/test/{path}",
      httpMethod: "POST",
      requestId: "c6af9ac6-0000-0000-9a41-93e8deadbeef",
      identity: { secretId: "abdcdxxxxxxxsdfs" },
      sourceIp: "10.0.2.14",
      stage: "release",
    },
    headers: { "Accept-Language": "en-US,en,cn", Host: "service-3ei3tii4.ap-guangzhou.apigateway.myqloud.com" },
    body: '{"test":"body"}',
    pathParameters: { path: "value" },
    queryStringParameters: { foo: "bar" },
    headerParameters: { Refer: "10.0.2.14" },
    stageVariables: { stage: "release" },
    path: "/test/value",
    queryString: { foo: "bar", bob: "alice" },
    httpMethod: "POST",
    ...more,
  };
}

/** From docs.cloudbase.net/service/access-cloud-function. */
export function cloudBaseEvent(more: object = {}): object {
  return {
    path: "/",
    httpMethod: "POST",
    headers: { host: "env-id.service.tcloudbase.com", "x-client-proto": "https" },
    queryStringParameters: { name: "value" },
    requestContext: { appId: "1250000000", envId: "env-id" },
    body: "AP8=",
    isBase64Encoded: true,
    ...more,
  };
}
