// Three set-ups of published verifiers, each as its documentation shows it. PUBLIC_KEY is the path of the issuer's PEM.
const { readFileSync } = require('node:fs');
const express = require('express');
const { expressjwt } = require('express-jwt');
const fastify = require('fastify');
const fastifyJwt = require('@fastify/jwt');

const key = readFileSync(process.env.PUBLIC_KEY, 'utf8');
const issuer = 'https://issuer.test';
const audience = 'harbour';

function withExpress(port, options) {
  const app = express();
  app.get('/api/profile', expressjwt({ secret: key, algorithms: ['RS256'], ...options }), (request, response) => {
    response.json({ sub: request.auth.sub ?? null });
  });
  app.use((error, request, response, next) => {
    response.set('WWW-Authenticate', 'Bearer').status(error.status ?? 500).json({ error: error.code ?? 'error' });
  });
  app.listen(Number(port), '127.0.0.1');
}

async function withFastify(port) {
  const app = fastify();
  await app.register(fastifyJwt, {
    secret: { public: key },
    verify: { algorithms: ['RS256'], allowedIss: issuer, allowedAud: audience },
  });
  // Without this, what @fastify/jwt has no status for (a wrong algorithm, a type that is not expected) is answered with 500.
  const verified = (request, reply) => request.jwtVerify().catch(() => reply.code(401).send({ error: 'invalid_token' }));
  app.get('/api/profile', { onRequest: verified }, async (request) => ({ sub: request.user.sub ?? null }));
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}

withExpress(process.env.EXPRESS_PINNED, { issuer, audience });
withExpress(process.env.EXPRESS_PLAIN, {});
withFastify(process.env.FASTIFY_PINNED);
