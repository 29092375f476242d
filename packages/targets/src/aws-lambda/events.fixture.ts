/** Events as AWS documents them, with only what differs between them and what a test says itself. */

export const functionUrlEvent = (event: object = {}, method = "GET") => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/hello",
  rawQueryString: "",
  headers: { host: "abc.lambda-url.eu-west-1.on.aws", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9" },
  requestContext: {
    domainName: "abc.lambda-url.eu-west-1.on.aws",
    http: { method, path: "/hello", protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "test" },
    stage: "$default",
  },
  isBase64Encoded: false,
  ...event,
});

export const httpApiEvent = (event: object = {}, stage = "$default") => ({
  ...functionUrlEvent(),
  headers: { host: "abc.execute-api.eu-west-1.amazonaws.com" },
  requestContext: {
    domainName: "abc.execute-api.eu-west-1.amazonaws.com",
    http: { method: "GET", path: "/hello", protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "test" },
    stage,
  },
  ...event,
});

export const restApiEvent = (event: object = {}) => ({
  resource: "/{proxy+}",
  path: "/hello",
  httpMethod: "GET",
  headers: { Host: "abc.execute-api.eu-west-1.amazonaws.com" },
  multiValueHeaders: { Host: ["abc.execute-api.eu-west-1.amazonaws.com"] },
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  requestContext: {
    domainName: "abc.execute-api.eu-west-1.amazonaws.com",
    path: "/prod/hello",
    stage: "prod",
    identity: { sourceIp: "203.0.113.9" },
  },
  body: null,
  isBase64Encoded: false,
  ...event,
});

const elb = { targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/t/1" };

export const albEvent = (event: object = {}) => ({
  requestContext: { elb },
  httpMethod: "GET",
  path: "/hello",
  queryStringParameters: {},
  headers: { host: "lb.example", "x-forwarded-for": "10.9.9.9, 203.0.113.9", "x-forwarded-proto": "http" },
  body: "",
  isBase64Encoded: false,
  ...event,
});

export const albManyEvent = (event: object = {}) => ({
  requestContext: { elb },
  httpMethod: "GET",
  path: "/hello",
  multiValueQueryStringParameters: {},
  multiValueHeaders: { host: ["lb.example"], "x-forwarded-for": ["203.0.113.9"], "x-forwarded-proto": ["https"] },
  body: "",
  isBase64Encoded: false,
  ...event,
});
