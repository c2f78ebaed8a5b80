// What a server with scripted stalls makes of a steady schedule of arrivals: computed, not measured.

const UNIT = { ms: 1, s: 1000, m: 60000 };

/** Reads `100ms/10s` (in the middle of every 10 s) or `1.4s@5s` (once, 5 s after the first request), with commas between. */
export function stallsOf(text) {
  return text.split(',').map((part) => {
    const match = /^([0-9.]+)(ms|s|m)([/@])([0-9.]+)(ms|s|m)$/.exec(part.trim());
    if (!match) throw new Error(`"${part}" is no stall; write LENGTH/PERIOD or LENGTH@OFFSET`);
    const length = Number(match[1]) * UNIT[match[2]];
    const other = Number(match[4]) * UNIT[match[5]];
    return match[3] === '/' ? { length, from: (other - length) / 2, period: other } : { length, from: other, period: Infinity };
  });
}

/** How long an arrival at `at` waits, in milliseconds after the first request: to the end of the stall, if there is one. */
export function waitOf(stalls, at) {
  let release = at;
  for (let before = NaN; before !== release; ) {
    before = release;
    for (const { length, from, period } of stalls) {
      const since = release - from;
      const within = period === Infinity ? since : since % period;
      if (since >= 0 && within < length) release += length - within;
    }
  }
  return release - at;
}

/** Response times that arrivals at 0, 1/rate, 2/rate, ... seconds must see, those within `seconds`. */
export function truthOf(stalls, rate, seconds) {
  return Array.from({ length: Math.ceil(rate * seconds) }, (_, i) => waitOf(stalls, (i * 1000) / rate));
}

/** For each quantile the least value that this share of all does not exceed. */
export function quantilesOf(values, quantiles) {
  const sorted = Float64Array.from(values).sort();
  return quantiles.map((q) => sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)]);
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
