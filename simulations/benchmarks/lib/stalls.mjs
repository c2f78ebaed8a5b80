// The second table: what each tool reports of a server that stalls by script, beside what is true.
import { freePort, measure, serve } from './processes.mjs';
import { table } from './table.mjs';
import { QUANTILES } from './tools.mjs';
import { quantilesOf, stallsOf, truthOf } from './truth.mjs';

/** Off by more than a tenth and more than 5 ms: an answer to another question. */
const misses = (reported, truth) => Math.abs(reported - truth) > Math.max(5, truth / 10);

export async function stalls(tools, { patterns, users, seconds, rate, pin, server, tell }) {
  const results = [];
  for (const pattern of patterns) {
    const truth = quantilesOf(truthOf(stallsOf(pattern), rate, seconds), QUANTILES);
    const reports = {};
    for (const [name, tool] of Object.entries(tools).filter(([, { open }]) => open)) {
      // A new server for each, since its clock starts with the first request.
      const port = await freePort();
      const stalling = await serve(server(pattern, port), port, { core: pin ? 1 : null });
      try {
        const target = { url: `http://127.0.0.1:${port}/`, users, seconds, rate };
        const run = await measure(tool.open.command(target), { core: pin ? 0 : null, patienceSeconds: seconds + 120 });
        if (!(tool.open.ends ?? [0]).includes(run.code)) throw new Error(`${name} ended with ${run.code}: ${(run.errors || run.output).trim().slice(-500)}`);
        reports[name] = { milliseconds: tool.open.quantiles(run), count: tool.open.count(run), bars: tool.open.bars?.(run) ?? null, ownVerdict: tool.open.ownVerdict?.(run) ?? null };
      } finally {
        await stalling.stop();
      }
      tell(`stalls ${pattern}  ${name}  ${reports[name].milliseconds.map(text).join('  ')}  of ${reports[name].count}`);
    }
    results.push({ pattern, quantiles: QUANTILES, truthMilliseconds: truth, arrivals: Math.ceil(rate * seconds), reports });
  }
  return results;
}

const text = (value) => (value === null ? '-' : value.toFixed(1));

export function stallsTable(results, { users, seconds, rate }) {
  const names = Object.keys(results[0].reports);
  const cells = results.flatMap(({ pattern, truthMilliseconds, reports }) =>
    QUANTILES.map((quantile, i) => [
      i === 0 ? pattern : '',
      `p${+(quantile * 100).toFixed(1)}`,
      ...names.map((name) => {
        const { milliseconds, bars } = reports[name];
        const value = milliseconds[i];
        const mark = value !== null && misses(value, truthMilliseconds[i]) ? ' !' : '';
        return text(value) + (bars?.[i] ? ` [${bars[i].map(text).join(', ')}]` : '') + mark;
      }),
      text(truthMilliseconds[i]),
    ]),
  );
  const counts = results.map(({ pattern, arrivals, reports }) => `requests, ${pattern}: ${names.map((name) => `${name} ${reports[name].count}`).join(', ')}; planned ${arrivals}`);
  const verdicts = results.flatMap(({ pattern, reports }) =>
    names.filter((name) => reports[name].ownVerdict).map((name) => `${name} says of its own clockwork, ${pattern}: ${reports[name].ownVerdict}`),
  );
  const title = `response times in ms as reported; ${rate} arrivals/s for ${seconds} s, ${users} connections where a tool has to be told; ! misses the truth by a tenth and 5 ms`;
  return [title, table(['stalls', '', ...names, 'TRUE'], cells), ...counts, ...verdicts].join('\n');
}
