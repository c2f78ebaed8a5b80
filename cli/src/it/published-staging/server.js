// A small order service as teams write them: express, jsonwebtoken, express-rate-limit and ws with their defaults.
// Environment: PORT, SIGNING_KEY, PASSWORD, and DEFECT (optional) to ship one of the usual mistakes.
'use strict';
const crypto = require('node:crypto');
const http = require('node:http');
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const { WebSocketServer } = require('ws');

const { PORT, SIGNING_KEY, PASSWORD, DEFECT = '' } = process.env;
const users = new Set(['mira@orders.test', 'noor@orders.test', 'otis@orders.test']);
const revoked = new Set();
const started = new Date().toISOString();
const build = crypto.createHash('sha256').update(started).digest('hex').slice(0, 12);
const ledger = new Map();

const app = express();
app.set('trust proxy', 'loopback');
app.use(express.json({ limit: '64kb' }));

app.get('/healthz', (_request, response) => {
  const begun = process.hrtime.bigint();
  ledger.set('health', begun);
  const reachable = ledger.get('health') === begun;
  const micros = Number(process.hrtime.bigint() - begun) / 1e3;
  response.status(reachable ? 200 : 503).json({
    state: reachable ? 'up' : 'down',
    build,
    since: started,
    parts: { ledger: { state: reachable ? 'up' : 'down', millis: micros / 1e3, at: new Date().toISOString() } },
  });
});

app.post('/session', (request, response) => {
  const { name, secret } = request.body ?? {};
  if (!users.has(name) || secret !== PASSWORD) {
    return response.status(401).json({ error: 'unknown name or secret' });
  }
  const token = jwt.sign({ name }, SIGNING_KEY, {
    algorithm: 'HS256', subject: name, issuer: 'orders', audience: 'orders-api', expiresIn: '10m',
    jwtid: crypto.randomUUID(),
  });
  return response.json({ session: { jwt: token, seconds: 600 } });
});

function identify(header) {
  const token = /^Bearer (.+)$/.exec(header ?? '')?.[1];
  if (!token) throw new Error('no token');
  const claims = jwt.verify(token, SIGNING_KEY, {
    algorithms: ['HS256'], issuer: 'orders', audience: 'orders-api',
    ignoreExpiration: DEFECT === 'expired-accepted',
  });
  if (revoked.has(claims.jti)) throw new Error('revoked');
  return claims;
}

function authenticated(request, response, next) {
  try {
    request.claims = identify(request.headers.authorization);
    next();
  } catch (error) {
    response.set('WWW-Authenticate', 'Bearer error="invalid_token"').status(401).json({ error: error.message });
  }
}

const limiter = rateLimit({
  windowMs: 4000, limit: 15, standardHeaders: 'draft-7', legacyHeaders: false,
  keyGenerator: (request) => request.claims.sub,
  skip: () => DEFECT === 'limiter-unmounted',
});

app.delete('/session', authenticated, (request, response) => {
  revoked.add(request.claims.jti);
  response.status(204).end();
});
app.get('/orders', authenticated, (request, response) => response.json({ owner: request.claims.sub, orders: [] }));
app.get('/orders/report', authenticated, limiter, (request, response) => response.json({ owner: request.claims.sub }));
app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ error: error.message }));

const server = http.createServer(app);
const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => (offered.has('orders.v2') ? 'orders.v2' : false),
});

server.on('upgrade', (request, socket, head) => {
  let claims;
  try {
    claims = identify(request.headers.authorization);
  } catch (error) {
    if (DEFECT !== 'ws-unauthenticated') {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    claims = { sub: 'anonymous' };
  }
  sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, claims));
});

function serve(ws, claims) {
  const say = (event) => ws.send(JSON.stringify(event));
  say({ kind: 'hello', who: claims.sub });
  ws.on('message', (bytes) => {
    let message;
    try {
      message = JSON.parse(bytes);
    } catch {
      return say({ kind: 'refused', why: 'not JSON' });
    }
    switch (message.kind) {
      case 'ask':
        return say({ kind: 'answer', ref: message.ref, text: message.text });
      case 'order':
        return ['order.accepted', 'order.priced', 'order.confirmed'].forEach((kind, step) =>
          setTimeout(() => say({ kind, order: message.order, who: claims.sub, note: message.note }), 5 * (step + 1)));
      default:
        return say({ kind: 'refused', why: 'unknown kind' });
    }
  });
}

server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
