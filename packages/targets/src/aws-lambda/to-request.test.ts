import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { albEvent, albManyEvent, functionUrlEvent, httpApiEvent, restApiEvent } from "./events.fixture.ts";
import { toHttpEvent } from "./events.ts";
import { toRequest } from "./to-request.ts";

const read = (event: object) => toRequest(toHttpEvent(event));
const url = (event: object) => read(event).request.url;
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);
const EVENTS = { functionUrlEvent, httpApiEvent, restApiEvent, albEvent, albManyEvent };

describe("every kind of event", () => {
  for (const [name, make] of Object.entries(EVENTS)) {
    test(`${name}: method, path and who calls`, () => {
      const { request, remoteAddress } = read(make());
      assert.equal(request.method, "GET");
      assert.equal(new URL(request.url).pathname, "/hello");
      assert.equal(remoteAddress, "203.0.113.9");
      assert.equal(request.body, null);
    });

    const post = (body: object) => {
      const event = make(body);
      if (!("http" in event.requestContext)) return { ...event, httpMethod: "POST" };
      const http = { ...(event.requestContext.http as object), method: "POST" };
      return { ...event, requestContext: { ...event.requestContext, http } };
    };

    test(`${name}: a binary body comes out byte for byte, and its length is known`, async () => {
      const { request } = read(post({ body: Buffer.from(ALL_BYTES).toString("base64"), isBase64Encoded: true }));
      assert.equal(request.method, "POST");
      assert.equal(request.headers.get("content-length"), "256");
      assert.deepEqual(new Uint8Array(await request.arrayBuffer()), ALL_BYTES);
    });

    test(`${name}: text, and an empty body`, async () => {
      assert.equal(await read(post({ body: "größe" })).request.text(), "größe");
      assert.equal(await read(post({ body: "" })).request.text(), "");
      assert.equal(await read(post({ body: null })).request.text(), "");
    });
  }
});

describe("the path", () => {
  test("a function URL, a REST API and a load balancer hand on what the caller encoded", () => {
    const path = "/a%2Fb/%C3%A9%20%25";
    assert.equal(new URL(url(functionUrlEvent({ rawPath: path }))).pathname, path);
    for (const make of [restApiEvent, albEvent, albManyEvent])
      assert.equal(new URL(url(make({ path }))).pathname, path);
  });

  test("an HTTP API has decoded it: what it must not hold is encoded again", () => {
    const { pathname, search } = new URL(url(httpApiEvent({ rawPath: "/é 50%/a?b#c\\d", rawQueryString: "x=1" })));
    assert.equal(pathname, "/%C3%A9%2050%25/a%3Fb%23c%5Cd");
    assert.equal(search, "?x=1");
    const old = { version: "1.0", path: "/50%25" };
    assert.equal(new URL(url(restApiEvent(old))).pathname, "/50%2525");
  });

  test("the stage that an HTTP API leaves in it is taken off, at a border of the path only", () => {
    const path = (rawPath: string) => new URL(url(httpApiEvent({ rawPath }, "prod"))).pathname;
    assert.equal(path("/prod/hello"), "/hello");
    assert.equal(path("/prod"), "/");
    assert.equal(path("/production"), "/production");
    assert.equal(path("/hello"), "/hello");
  });

  test("the stage of a REST API is not in it", () => {
    assert.equal(new URL(url(restApiEvent({ path: "/prod/hello" }))).pathname, "/prod/hello");
  });

  test("none is the root", () => {
    assert.equal(new URL(url(functionUrlEvent({ rawPath: "" }))).pathname, "/");
  });
});

describe("the query", () => {
  test("of payload 2.0 is as the caller wrote it", () => {
    assert.equal(new URL(url(functionUrlEvent({ rawQueryString: "a=1&a=2&b=%20+&c" }))).search, "?a=1&a=2&b=%20+&c");
  });

  test("of a REST API was decoded, and is encoded again", () => {
    const many = { a: ["1", "ü &=+#%"], "b c": [""], to: ["/x?y:z;"] };
    const { search, searchParams } = new URL(url(restApiEvent({ multiValueQueryStringParameters: many })));
    assert.equal(search, "?a=1&a=%C3%BC%20%26%3D%2B%23%25&b%20c=&to=/x?y:z%3B");
    assert.deepEqual(searchParams.getAll("a"), ["1", "ü &=+#%"]);
  });

  test("of a load balancer is as the caller wrote it, with one value or several", () => {
    assert.equal(new URL(url(albEvent({ queryStringParameters: { a: "x%20y", b: "+" } }))).search, "?a=x%20y&b=+");
    const many = { a: ["1%26", "2"] };
    assert.equal(new URL(url(albManyEvent({ multiValueQueryStringParameters: many }))).search, "?a=1%26&a=2");
  });
});

describe("headers", () => {
  test("cookies of payload 2.0 become one header", () => {
    const { headers } = read(functionUrlEvent({ cookies: ["a=1", "b=2"] })).request;
    assert.equal(headers.get("cookie"), "a=1; b=2");
  });

  test("several values of a name are all there", () => {
    const event = restApiEvent({ multiValueHeaders: { "X-A": ["1", "2"], Host: ["h"] }, headers: { "X-A": "2" } });
    assert.equal(read(event).request.headers.get("x-a"), "1, 2");
  });

  test("those of the gateway's own connection are not handed on", () => {
    const headers = { host: "h", connection: "close", "transfer-encoding": "chunked", "content-length": "9" };
    const { request } = read(functionUrlEvent({ headers }));
    assert.deepEqual([...request.headers.keys()], ["host"]);
  });

  test("what is not Latin-1 is its UTF-8 bytes", () => {
    const value = read(functionUrlEvent({ headers: { "x-name": "日本" } })).request.headers.get("x-name")!;
    assert.equal(Buffer.from(value, "latin1").toString(), "日本");
  });

  test("protocol, host and port of the URL", () => {
    assert.equal(url(functionUrlEvent()), "https://abc.lambda-url.eu-west-1.on.aws/hello");
    assert.equal(
      url(albEvent({ headers: { host: "lb.example:8080", "x-forwarded-proto": "http" } })),
      "http://lb.example:8080/hello",
    );
    assert.equal(
      url(restApiEvent({ multiValueHeaders: null, headers: null })),
      "https://abc.execute-api.eu-west-1.amazonaws.com/hello",
    );
    assert.equal(url(albEvent({ headers: {} })), "https://localhost/hello");
    assert.equal(url(albEvent({ headers: { host: "evil.example/other?x" } })), "https://evil.example/hello");
  });
});

describe("what is refused", () => {
  const NO_REQUESTS = { nothing: null, text: "x", "a list": [], "an empty event": {}, "a queue's": { Records: [{}] } };
  for (const [name, event] of Object.entries({ ...NO_REQUESTS, "one half there": { requestContext: { http: {} } } })) {
    test(`${name} event is no request`, () => assert.throws(() => toHttpEvent(event), { code: "E_USAGE" }));
  }

  test("the message names what the event has", () => {
    assert.throws(() => toHttpEvent({ Records: [], other: 1 }), /it has Records, other$/);
  });

  test("a method or a header that no request has", () => {
    for (const event of [functionUrlEvent({}, "CONNECT"), functionUrlEvent({ headers: { "bad name": "x" } })]) {
      assert.throws(() => read(event), { code: "E_USAGE" });
    }
  });
});
