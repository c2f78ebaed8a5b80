// How each tool is called, and where its report says what. Times are milliseconds; a figure that a tool does not print is null.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quantilesOf } from './truth.mjs';
import { scratch } from './processes.mjs';

export const QUANTILES = [0.5, 0.9, 0.99, 0.999];

const first = (text, pattern) => {
  const match = pattern.exec(text);
  if (!match) throw new Error(`no ${pattern} in its report:\n${text.slice(0, 2000)}`);
  return Number(match[1]);
};

/** The tools, given where things are; `name` to `{closed, open}`, each with a command and a reader of its output. */
export function toolsOf({ root, peers, autocannon }) {
  const here = join(root, 'simulations/benchmarks/lib');
  const jar = join(root, 'cli/target/seaworthy.jar');
  const gatling = (...parameters) => [
    'java', '-Xmx1g', '--add-opens=java.base/java.lang=ALL-UNNAMED', '-cp', `${jar}:${peers}/classes`,
    'dev.seaworthy.simulations.GatlingHttp', ...parameters.map(String), scratch('gatling'),
  ];
  return {
    wrk: {
      closed: {
        command: ({ url, users, seconds }) => ['wrk', '-t1', `-c${users}`, `-d${seconds}s`, url],
        count: (run) => first(run.output, /(\d+) requests in/),
      },
      // Knows no rate: as fast as the server answers.
      open: {
        command: ({ url, users, seconds }) => ['wrk', '-t1', `-c${users}`, `-d${seconds}s`, '--timeout', '10s', '-s', join(here, 'report.lua'), url],
        quantiles: (run) => QUANTILES.map((q) => first(run.output, new RegExp(`quantile ${q} ([0-9.]+)`))),
        count: (run) => first(run.output, /(\d+) requests in/),
      },
    },
    h2load: {
      closed: {
        command: ({ url, users, seconds }) => ['h2load', '--h1', '-t1', `-c${users}`, `-D${seconds}`, url],
        count: (run) => first(run.output, /(\d+) done/),
      },
      // Prints no percentiles; its log has every request in microseconds.
      open: {
        command: ({ url, users, seconds, rate }) => {
          rmSync(scratch('h2load.log'), { force: true });
          return ['h2load', '--h1', '-t1', `-c${users}`, `-D${seconds}`, `--rps=${rate / users}`, `--log-file=${scratch('h2load.log')}`, url];
        },
        quantiles: () => quantilesOf(readFileSync(scratch('h2load.log'), 'utf8').trim().split('\n').map((line) => Number(line.split('\t')[2]) / 1000), QUANTILES),
        count: (run) => first(run.output, /(\d+) done/),
      },
    },
    hey: {
      closed: {
        command: ({ url, users, seconds }) => ['hey', '-c', String(users), '-z', `${seconds}s`, url],
        count: (run) => first(run.output, /\[200\]\s+(\d+) responses/),
      },
      open: {
        command: ({ url, users, seconds, rate }) => ['hey', '-c', String(users), '-z', `${seconds}s`, '-q', String(rate / users), url],
        quantiles: (run) => ['50', '90', '99'].map((p) => first(run.output, new RegExp(`${p}%%? in ([0-9.]+) secs`)) * 1000).concat([null]),
        count: (run) => first(run.output, /\[200\]\s+(\d+) responses/),
      },
    },
    autocannon: {
      closed: {
        command: ({ url, users, seconds }) => [autocannon, '-c', String(users), '-d', String(seconds), '-j', '-n', url],
        count: (run) => JSON.parse(run.output).requests.total,
      },
      open: {
        command: ({ url, users, seconds, rate }) => [autocannon, '-c', String(users), '-d', String(seconds), '-R', String(rate), '-j', '-n', url],
        quantiles: (run) => {
          const { p50, p90, p99, p99_9: p999 } = JSON.parse(run.output).latency;
          return [p50, p90, p99, p999];
        },
        count: (run) => JSON.parse(run.output).requests.total,
      },
    },
    gatling: {
      closed: {
        command: ({ url, users, seconds }) => gatling(url, 'users', users, seconds),
        count: () => null,
      },
      open: {
        command: ({ url, seconds, rate }) => gatling(url, 'rate', rate, seconds),
        quantiles: (run) => {
          const line = JSON.parse(/^\{.*\}$/m.exec(run.output)[0]);
          return QUANTILES.map((q) => line[String(q)]);
        },
        count: (run) => JSON.parse(/^\{.*\}$/m.exec(run.output)[0]).count,
      },
    },
    // As it comes: it calibrates itself and warms up first, and answers for the window after that.
    seaworthy: {
      closed: { ...ours([]), own: ourWindow },
      open: {
        command: ({ url, seconds, rate }) => load(url, '--rate', rate, '--for', `${seconds}s`, '--warm-up', '0s'),
        ends: JUDGED,
        quantiles: (run) => percentiles(run).map((point) => (point.resolvable ? point.value * 1000 : null)),
        bars: (run) => percentiles(run).map((point) => (point.resolvable ? [point.low * 1000, point.high * 1000] : null)),
        ownVerdict: (run) => JSON.parse(run.output).injectors[0].verdict,
        count: counted,
      },
    },
    // Without either, so that its whole process does no more than the others do.
    'seaworthy-bare': { closed: ours(['--no-calibration', '--warm-up', '0s']) },
  };

  function load(...parameters) {
    return [join(root, 'seaworthy'), 'load', ...parameters.map(String), '--json', '--out', scratch('runs')];
  }

  function ours(more) {
    return {
      command: ({ url, users, seconds }) => load(url, '--users', users, '--for', `${seconds}s`, ...more),
      ends: JUDGED,
      count: counted,
    };
  }
}

// What it found is not ours to judge here.
const JUDGED = [0, 1, 2];

const operations = (run) => JSON.parse(run.output).operations.filter(({ name }) => !name.startsWith('instrument.'));
const counted = (run) => operations(run).reduce((sum, { count }) => sum + count, 0);
const measured = (run) => operations(run).find(({ phase }) => phase === 'load');
const percentiles = (run) => QUANTILES.map((q) => measured(run).percentiles.find((point) => point.q === q));

/** Its own account of the measured window: the rate, and what a second of its processor time bought. */
function ourWindow(run) {
  const { count, achievedRate } = measured(run);
  const health = readFileSync(join(scratch('runs'), JSON.parse(run.output).run.id, 'injectors/1/health.ndjson'), 'utf8');
  const seconds = health
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ phase }) => phase === 'load')
    .reduce((sum, { process }) => sum + process.cpuSeconds, 0);
  return { perSecond: achievedRate, perCpuSecond: count / seconds };
}
