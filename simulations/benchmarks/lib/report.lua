-- wrk prints no p99.9 by itself, but knows it.
function done(summary, latency, requests)
  for _, q in ipairs({0.5, 0.9, 0.99, 0.999}) do
    io.write(string.format("quantile %s %.3f\n", q, latency:percentile(q * 100) / 1000))
  end
end
