// Published limiters, as their documentation configures them. The key is X-Key. What stands in a path is the configuration.
'use strict';

const express = require('express');
const { rateLimit } = require('express-rate-limit');
const fastify = require('fastify');
const Redis = require('ioredis');
const Koa = require('koa');
const koaRateLimit = require('koa-ratelimit');
const { RateLimiterMemory, RateLimiterRedis } = require('rate-limiter-flexible');

const HOST = '127.0.0.1';
const { EXPRESS, FASTIFY, KOA, REDIS } = process.env;
const redis = new Redis({ host: HOST, port: Number(REDIS) });
const key = (request) => request.headers['x-key'] || 'nobody';
const ok = (request, response) => response.json({ ok: true });

const made = new Map();
function once(path, make) {
  if (!made.has(path)) made.set(path, make());
  return made.get(path);
}

const app = express();
app.use('/express/:draft/:limit/:millis', (request, response, next) => {
  const { draft, limit, millis } = request.params;
  const limiter = once(request.baseUrl, () => rateLimit({
    windowMs: Number(millis),
    limit: Number(limit),
    standardHeaders: draft === 'none' ? false : draft,
    legacyHeaders: false,
    keyGenerator: key,
  }));
  limiter(request, response, next);
}, ok);

function flexible(limiter) {
  return (request, response) => limiter.consume(key(request)).then(
    () => ok(request, response),
    (refused) => {
      if (refused instanceof Error) throw refused;
      response.set('Retry-After', String(Math.ceil(refused.msBeforeNext / 1000)));
      response.status(429).json({ error: 'rate' });
    });
}
app.use('/flexible-redis/:points/:seconds', (request, response) => {
  const { points, seconds } = request.params;
  return once(request.baseUrl, () => flexible(new RateLimiterRedis({
    storeClient: redis,
    points: Number(points),
    duration: Number(seconds),
    keyPrefix: request.baseUrl,
  })))(request, response);
});
app.use('/flexible-block/:points/:seconds/:block', (request, response) => {
  const { points, seconds, block } = request.params;
  return once(request.baseUrl, () => flexible(new RateLimiterMemory({
    points: Number(points),
    duration: Number(seconds),
    blockDuration: Number(block),
  })))(request, response);
});
app.listen(Number(EXPRESS), HOST);

const koa = new Koa();
const driver = (path, name, db) => {
  const [, , max, duration] = path.split('/');
  return koaRateLimit({ driver: name, db, duration: Number(duration), max: Number(max), id: (c) => key(c.req) });
};
koa.use((context, next) => {
  const memory = context.path.startsWith('/memory/');
  return once(context.path, () => memory
    ? driver(context.path, 'memory', new Map())
    : driver(context.path, 'redis', redis))(context, next);
});
koa.use((context) => { context.body = { ok: true }; });
koa.listen(Number(KOA), HOST);

async function listenWithFastify() {
  const server = fastify();
  await server.register(require('@fastify/rate-limit'), { global: false });
  const keyGenerator = (request) => key(request.raw);
  const route = (path, options) =>
    server.get(path, { config: { rateLimit: { keyGenerator, ...options } } }, async () => ({ ok: true }));
  route('/10/3000', { max: 10, timeWindow: 3000 });
  route('/25/2000', { max: 25, timeWindow: 2000 });
  route('/exceeding/10/3000', { max: 10, timeWindow: 3000, continueExceeding: true });
  await server.listen({ port: Number(FASTIFY), host: HOST });
}
listenWithFastify();
