-- For wrk: POST the file named by BENCH_BODY to every path, and print the result as one line of JSON.
local file = os.getenv("BENCH_BODY")
if file then
  local handle = assert(io.open(file, "rb"))
  wrk.method = "POST"
  wrk.body = handle:read("*a")
  handle:close()
  wrk.headers["Content-Type"] = "application/octet-stream"
end

function done(summary, latency)
  io.write(string.format(
    '\nRESULT {"requests":%d,"durationUs":%d,"p50Us":%d,"p99Us":%d,"errors":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  ))
end
