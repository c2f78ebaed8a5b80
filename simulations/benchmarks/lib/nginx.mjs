// The server of the first table: nginx with one worker, a constant answer, and its own count of requests.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { freePort, scratch, serve } from './processes.mjs';

const BODY = 'x'.repeat(612);

const configuration = (port, folder) => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  default_type text/plain;
  client_body_temp_path ${folder}/1;
  proxy_temp_path ${folder}/2;
  fastcgi_temp_path ${folder}/3;
  uwsgi_temp_path ${folder}/4;
  scgi_temp_path ${folder}/5;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /status { stub_status; }
    location / { return 200 "${BODY}"; }
  }
}
`;

export async function startNginx(core) {
  const folder = scratch('nginx');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  writeFileSync(`${folder}/nginx.conf`, configuration(port, folder));
  const server = await serve(['nginx', '-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'], port, { core });
  const worker = Number(readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8'));
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: server.stop,

    /** Requests so far by nginx's count, without those that ask for it. */
    async requests() {
      const text = await (await fetch(`http://127.0.0.1:${port}/status`, { headers: { connection: 'close' } })).text();
      this.asked = (this.asked ?? 0) + 1;
      return Number(text.split('\n')[2].trim().split(/\s+/)[2]) - this.asked;
    },

    /** Seconds of CPU that the worker has used. */
    cpuSeconds() {
      const fields = readFileSync(`/proc/${worker}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
  };
}
