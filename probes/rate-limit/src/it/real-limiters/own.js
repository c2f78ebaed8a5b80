// Small limiters of each kind that no package at hand offers, and targets that misbehave. The key is X-Key.
// What stands in a path is the configuration.
'use strict';

const http = require('node:http');
const net = require('node:net');

const HOST = '127.0.0.1';
const { OWN, FAR, MORTAL, EXPRESS } = process.env;
const states = new Map();

// A limiter is made for each path and key: from the time to whether it admits, and what its headers say.
const kinds = {
  none: () => () => ({ admits: true }),

  // Window on the clock.
  clock: (quota, millis) => {
    let window = -1;
    let count = 0;
    return (now) => {
      const current = Math.floor(now / millis);
      if (current !== window) { window = current; count = 0; }
      count++;
      const end = (current + 1) * millis;
      return {
        admits: count <= quota,
        headers: {
          'X-RateLimit-Limit': quota,
          'X-RateLimit-Remaining': Math.max(0, quota - count),
          'X-RateLimit-Reset': end / 1000,
          ...(count > quota ? { 'Retry-After': new Date(Math.ceil(end / 1000) * 1000).toUTCString() } : {}),
        },
      };
    };
  },

  log: (quota, millis) => {
    let admitted = [];
    return (now) => {
      admitted = admitted.filter((at) => at > now - millis);
      if (admitted.length >= quota) return { admits: false };
      admitted.push(now);
      return { admits: true };
    };
  },

  // Counts refused requests as well.
  'strict-log': (quota, millis) => {
    let seen = [];
    return (now) => {
      seen = seen.filter((at) => at > now - millis);
      seen.push(now);
      return { admits: seen.length <= quota };
    };
  },

  // This window's count and a part of the last one's, on the clock.
  weighted: (quota, millis) => {
    let window = -1;
    let count = 0;
    let last = 0;
    return (now) => {
      const current = Math.floor(now / millis);
      if (current !== window) {
        last = current === window + 1 ? count : 0;
        window = current;
        count = 0;
      }
      const part = 1 - (now % millis) / millis;
      if (last * part + count + 1 > quota) return { admits: false };
      count++;
      return { admits: true };
    };
  },

  // A window opened by the first request, and headers none of which is true.
  liar: (quota, millis) => {
    const allows = kinds.window(quota, millis);
    let asked = 0;
    return (now) => {
      asked++;
      const told = allows(now);
      return {
        admits: told.admits,
        headers: {
          'RateLimit-Limit': '100',
          'RateLimit-Remaining': Math.max(1, quota - asked),
          'RateLimit-Reset': '1',
          ...(told.admits ? {} : { 'Retry-After': '1' }),
        },
      };
    };
  },

  window: (quota, millis) => {
    let end = 0;
    let count = 0;
    return (now) => {
      if (now >= end) { end = now + millis; count = 0; }
      count++;
      return { admits: count <= quota };
    };
  },

  // Says in the body that it refuses, and nowhere else.
  soft: (quota, millis) => {
    const allows = kinds.window(quota, millis);
    return (now) => ({ ...allows(now), status: 200 });
  },

  // Another limit from the 70th request on.
  changing: (quota, millis) => {
    const before = kinds.window(quota, millis);
    const after = kinds.log(Math.ceil(quota / 2), 2 * millis);
    let asked = 0;
    return (now) => (++asked < 70 ? before(now) : after(now));
  },
};

function answer(request, response) {
  const [, kind, quota, millis] = request.url.split('/');
  if (!Object.hasOwn(kinds, kind)) return response.writeHead(404).end();
  const name = `${request.url} ${request.headers['x-key'] || 'nobody'}`;
  if (!states.has(name)) states.set(name, kinds[kind](Number(quota), Number(millis)));
  const told = states.get(name)(Date.now());
  const status = told.admits ? 200 : told.status || 429;
  response.writeHead(status, { 'Content-Type': 'application/json', ...told.headers });
  response.end(JSON.stringify(told.admits ? { ok: true } : { error: 'rate' }));
}
http.createServer(answer).listen(Number(OWN), HOST);

// Goes down for good in the middle.
let asked = 0;
const mortal = http.createServer((request, response) => {
  if (++asked <= 60) return answer(request, response);
  request.socket.destroy();
  mortal.close();
  mortal.closeAllConnections();
});
mortal.listen(Number(MORTAL), HOST);

// The published limiters, 80 ms away: 36 to 44 ms each way, in order.
function delayed(from, to) {
  let due = 0;
  const later = (act) => {
    due = Math.max(due, Date.now() + 36 + 8 * Math.random());
    setTimeout(() => { if (!to.destroyed) act(); }, due - Date.now());
  };
  from.setNoDelay(true);
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
net.createServer({ allowHalfOpen: true }, (near) => {
  const far = net.connect({ port: Number(EXPRESS), host: HOST, allowHalfOpen: true });
  delayed(near, far);
  delayed(far, near);
}).listen(Number(FAR), HOST);
