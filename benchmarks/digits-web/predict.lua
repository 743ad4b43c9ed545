-- Sends the digits of the file that the environment variable DIGITS names, in turn.
local bodies = {}
for line in io.lines(os.getenv("DIGITS")) do
   bodies[#bodies + 1] = line
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local requests = {}
local sent = 0

function init(args)
   for i, body in ipairs(bodies) do
      requests[i] = wrk.format(nil, nil, nil, body)
   end
end

function request()
   sent = sent + 1
   return requests[sent % #requests + 1]
end

function done(summary, latency, all)
   local errors = summary.errors
   print(string.format("predictions per second  %.0f", summary.requests / summary.duration * 1e6))
   for _, percent in ipairs({50, 90, 99, 99.9}) do
      print(string.format("latency, %4.1f%%          %.2f ms", percent, latency:percentile(percent) / 1000))
   end
   print(string.format("errors                  %d status, %d connect, %d read, %d write, %d timeout",
      errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
