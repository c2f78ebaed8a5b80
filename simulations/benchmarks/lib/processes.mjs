// Starts processes, and leaves none behind.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Niceness counts within a session only where the kernel groups by session; this is the niceness of the group.
const FIRST = ['sh', '-c', 'echo -19 >/proc/self/autogroup; exec "$@"', 'first'];

const running = new Set();
let first = false;
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-benchmarks-'));
let ending = false;

/** A file or folder that is gone when the benchmarks end. */
export const scratch = (name) => join(folder, name);

/** From now on, what is started goes before everything else on this machine. Needs root. */
export function goFirst() {
  try {
    accessSync('/proc/self/autogroup', constants.W_OK);
  } catch {
    throw new Error('--first needs root, and a kernel that groups processes by session');
  }
  if (process.getuid() !== 0) throw new Error('--first needs root');
  first = true;
}

/** Starts a process in a group of its own, so that its children can be ended with it. */
function start(command, options) {
  if (ending) throw new Error('interrupted');
  const [program, ...parameters] = first ? [...FIRST, ...command] : command;
  const child = spawn(program, parameters, { detached: true, ...options });
  running.add(child);
  child.ended = new Promise((resolve, reject) => {
    child.once('error', (error) => {
      running.delete(child);
      reject(new Error(`cannot start ${command[0]}: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(signal ?? code);
    });
  });
  child.ended.catch(() => {});
  return child;
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Ends everything that was started, and removes what was written. */
export async function endAll() {
  ending = true;
  const children = [...running];
  children.forEach((child) => signal(child, 'SIGTERM'));
  const patience = setTimeout(() => children.forEach((child) => signal(child, 'SIGKILL')), 3000);
  await Promise.allSettled(children.map((child) => child.ended));
  clearTimeout(patience);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs a command to its end and returns what it printed, and what it and its children cost by wait4(2).
 *
 * @param core which core it is pinned to, or null
 */
export async function measure(command, { core = null, patienceSeconds }) {
  const cost = scratch('cost');
  const pinned = core === null ? command : ['taskset', '-c', String(core), ...command];
  const child = start(['/usr/bin/time', '-q', '-o', cost, '-f', '%U %S %M %e', ...pinned], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  let late = false;
  const watchdog = setTimeout(() => {
    late = true;
    signal(child, 'SIGKILL');
  }, patienceSeconds * 1000);
  const code = await child.ended;
  clearTimeout(watchdog);
  if (late) throw new Error(`${command[0]} did not end within ${patienceSeconds} s`);
  const [user, system, kilobytes, wall] = readFileSync(cost, 'utf8').trim().split(' ').map(Number);
  return { code, output, errors, cpuSeconds: user + system, systemSeconds: system, residentBytes: kilobytes * 1024, wallSeconds: wall };
}

/** Starts a server and returns when its port takes connections; nothing is sent to it. */
export async function serve(command, port, { core = null, patienceSeconds = 60 } = {}) {
  const pinned = core === null ? command : ['taskset', '-c', String(core), ...command];
  const child = start(pinned, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => (errors += data));
  for (let tries = patienceSeconds * 20; tries > 0 && running.has(child); tries--) {
    if (await takesConnections(port)) {
      return {
        pid: child.pid,
        async stop() {
          signal(child, 'SIGTERM');
          const patience = setTimeout(() => signal(child, 'SIGKILL'), 3000);
          await child.ended;
          clearTimeout(patience);
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signal(child, 'SIGKILL');
  throw new Error(`${command[0]} does not serve on port ${port}: ${errors.trim()}`);
}

function takesConnections(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
