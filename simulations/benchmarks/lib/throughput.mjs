// The first table: requests for each second of client CPU, against one server, in turns.
import { loadavg } from 'node:os';
import { startNginx } from './nginx.mjs';
import { measure } from './processes.mjs';
import { table } from './table.mjs';
import { median } from './truth.mjs';

/** Runs every tool in every round, in an order that moves on by one each round, and returns what each cost. */
export async function throughput(tools, { users, seconds, rounds, pin, tell }) {
  const nginx = await startNginx(pin ? 1 : null);
  const names = Object.keys(tools);
  const runs = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < names.length; turn++) {
        const name = names[(round + turn) % names.length];
        const run = await once(name, tools[name].closed, nginx, { users, seconds, core: pin ? 0 : null });
        runs.push({ round, ...run });
        tell(`round ${round + 1} of ${rounds}  ${name}  ${Math.round(run.perSecond)} requests/s  ${Math.round(run.perCpuSecond)} for each client CPU second  load ${run.load}`);
      }
    }
  } finally {
    await nginx.stop();
  }
  return names.map((name) => summary(name, runs));
}

async function once(name, tool, nginx, { users, seconds, core }) {
  const load = loadavg()[0].toFixed(1);
  const before = await nginx.requests();
  const busyBefore = nginx.cpuSeconds();
  const run = await measure(tool.command({ url: nginx.url, users, seconds }), { core, patienceSeconds: seconds + 120 });
  const requests = (await nginx.requests()) - before;
  if (!(tool.ends ?? [0]).includes(run.code)) throw new Error(`${name} ended with ${run.code}: ${(run.errors || run.output).trim().slice(-500)}`);
  const counted = tool.count(run);
  const own = tool.own?.(run) ?? null;
  return {
    name,
    load,
    requests,
    counted,
    own,
    perSecond: own?.perSecond ?? requests / seconds,
    cpuSeconds: run.cpuSeconds,
    systemShare: run.systemSeconds / run.cpuSeconds,
    perCpuSecond: requests / run.cpuSeconds,
    residentBytes: run.residentBytes,
    serverCpuSeconds: nginx.cpuSeconds() - busyBefore,
    // What a tool has on the wire when it stops is served and not counted by it, one request a connection at most.
    countHolds: counted === null || (requests >= counted && requests <= counted + users),
  };
}

function summary(name, runs) {
  const own = runs.filter((run) => run.name === name);
  const toWrk = (perCpuSecond, round) => perCpuSecond / (runs.find((run) => run.name === 'wrk' && run.round === round)?.perCpuSecond ?? NaN);
  const costs = own.map((run) => run.perCpuSecond);
  const windows = own.filter((run) => run.own !== null);
  return {
    tool: name,
    requestsPerSecond: median(own.map((run) => run.perSecond)),
    clientCpuSeconds: median(own.map((run) => run.cpuSeconds)),
    systemShare: median(own.map((run) => run.systemShare)),
    serverCpuSeconds: median(own.map((run) => run.serverCpuSeconds)),
    perClientCpuSecond: { median: median(costs), least: Math.min(...costs), most: Math.max(...costs) },
    ratioToWrk: median(own.map((run) => toWrk(run.perCpuSecond, run.round))),
    window: windows.length
      ? {
          perCpuSecond: median(windows.map((run) => run.own.perCpuSecond)),
          ratioToWrk: median(windows.map((run) => toWrk(run.own.perCpuSecond, run.round))),
        }
      : null,
    peakResidentBytes: Math.max(...own.map((run) => run.residentBytes)),
    countHolds: own.every((run) => run.countHolds),
    rounds: own,
  };
}

export function throughputTable(rows, { users, seconds, rounds, pin }) {
  const whole = (value) => Math.round(value).toLocaleString('en-US');
  const ratio = (value) => (Number.isNaN(value) ? '-' : value.toFixed(2));
  const head = ['tool', 'requests/s', 'client CPU s', 'of it kernel', 'server CPU s', 'requests/client CPU s', 'least .. most', 'x wrk', 'in its window', 'x wrk', 'peak RSS', 'count'];
  const cells = rows.map((row) => [
    row.tool,
    whole(row.requestsPerSecond),
    row.clientCpuSeconds.toFixed(2),
    `${Math.round(row.systemShare * 100)} %`,
    row.serverCpuSeconds.toFixed(2),
    whole(row.perClientCpuSecond.median),
    `${whole(row.perClientCpuSecond.least)} .. ${whole(row.perClientCpuSecond.most)}`,
    ratio(row.ratioToWrk),
    row.window === null ? '-' : whole(row.window.perCpuSecond),
    row.window === null ? '-' : ratio(row.window.ratioToWrk),
    `${Math.round(row.peakResidentBytes / 2 ** 20)} MiB`,
    row.countHolds ? (row.rounds[0].counted === null ? "nginx's" : 'agrees') : 'DIFFERS',
  ]);
  const title = `${users} connections, ${seconds} s, median of ${rounds} rounds in turn, nginx with one worker${pin ? ' on core 1, clients on core 0' : ''}`;
  return [title, table(head, cells)].join('\n');
}
