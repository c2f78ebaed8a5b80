// Runs the comparison that the script beside it has prepared.
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { endAll, goFirst } from './processes.mjs';
import { stalls, stallsTable } from './stalls.mjs';
import { throughput, throughputTable } from './throughput.mjs';
import { toolsOf } from './tools.mjs';
import { stallsOf } from './truth.mjs';

const HELP = `compare [OPTIONS]   holds Seaworthy against published load generators on this machine

  --only throughput|stalls    one of the two tables
  --tools NAME,..             which tools (wrk, h2load, hey, autocannon, gatling, seaworthy, seaworthy-bare)
  --users N                   connections (64)
  --for S                     seconds of each run of the first table (10)
  --rounds N                  rounds of the first table, tools in turn (3)
  --pin                       server on core 1, clients on core 0
  --first                     everything else on the machine waits meanwhile (as root): for machines that others use
  --stalls A;B;..             patterns of the second table ("100ms/10s;1.4s@5s;400ms/4s")
  --stall-for S               seconds of each run of the second table (17)
  --rate R                    arrivals a second of the second table (1000)
  --json                      the result alone, as JSON, on standard output
`;

class Usage extends Error {}

function options() {
  const text = { type: 'string' };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        root: text, peers: text, autocannon: text, only: text, tools: text, users: text, for: text, rounds: text, stalls: text,
        'stall-for': text, rate: text, pin: { type: 'boolean' }, first: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new Usage(error.message);
  }
  const number = (name, standard, most) => {
    const value = Number(values[name] ?? standard);
    if (!(Number.isInteger(value) && value >= 1 && value <= most)) throw new Usage(`--${name} takes a whole number from 1 to ${most}, not "${values[name]}"`);
    return value;
  };
  if (values.only && !['throughput', 'stalls'].includes(values.only)) throw new Usage(`--only takes throughput or stalls, not "${values.only}"`);
  const patterns = (values.stalls ?? '100ms/10s;1.4s@5s;400ms/4s').split(';');
  try {
    patterns.forEach(stallsOf);
  } catch (error) {
    throw new Usage(`--stalls: ${error.message}`);
  }
  if (values.pin && cpus().length < 2) throw new Usage('--pin needs two cores');
  return {
    ...values,
    patterns,
    users: number('users', 64, 4096),
    seconds: number('for', 10, 600),
    rounds: number('rounds', 3, 100),
    stallSeconds: number('stall-for', 17, 600),
    rate: number('rate', 1000, 100000),
  };
}

function chosen(tools, names) {
  if (names === undefined) return tools;
  return Object.fromEntries(
    names.split(',').map((name) => {
      if (!tools[name]) throw new Usage(`no tool is called "${name}"; there are ${Object.keys(tools).join(', ')}`);
      return [name, tools[name]];
    }),
  );
}

async function compare(given) {
  if (given.first) goFirst();
  const tools = chosen(toolsOf(given), given.tools);
  const tell = (line) => process.stderr.write(`benchmarks: ${line}\n`);
  const result = { machine: machine(), pinned: Boolean(given.pin) };
  const tables = [];
  if (given.only !== 'stalls') {
    result.throughput = await throughput(tools, { ...given, tell });
    tables.push(throughputTable(result.throughput, given));
  }
  if (given.only !== 'throughput') {
    const setting = { ...given, seconds: given.stallSeconds, server: (pattern, port) => [`${given.root}/seaworthy`, 'twin', '--stalls', pattern, '--port', String(port)], tell };
    result.stalls = await stalls(tools, setting);
    tables.push(stallsTable(result.stalls, setting));
  }
  process.stdout.write(given.json ? `${JSON.stringify(result, null, 2)}\n` : `${tables.join('\n\n')}\n`);
}

function machine() {
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'));
  return { cores: cpus().length, cpu: cpus()[0].model, memoryBytes: Number(memory[1]) * 1024, loadBefore: loadavg()[0] };
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => endAll().then(() => process.exit(code)));
}

try {
  const given = options();
  if (given.help) process.stdout.write(HELP);
  else await compare(given);
} catch (error) {
  process.stderr.write(`benchmarks: ${error.message}\n`);
  process.exitCode = 3;
} finally {
  await endAll();
}
