// What the tests of tare.mjs share: a stand-in for the server, and trackers that end with the test.

import assert from 'node:assert/strict';
import http from 'node:http';
import { afterEach } from 'node:test';
import { Tracker } from './tare.mjs';

export const ends = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What stands in for a server: answers as told, remembers what came. */
export async function standIn(answer = accepted) {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const ndjson = request.headers['content-type'] === 'application/x-ndjson';
    const events = ndjson ? body.trim().split('\n').map((line) => JSON.parse(line)) : JSON.parse(body);
    seen.push({ body, events, headers: request.headers, url: request.url, at: Date.now() });
    answer(response, events, seen.length, request);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, seen, events: () => seen.flatMap((s) => s.events) };
}

export function reply(response, status, said, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(said));
}

export function accepted(response, events) {
  reply(response, 202, { accepted: events.length, rejected: [] });
}

export function tracker(url, options = {}) {
  const heard = { rejected: [], dropped: [], trouble: [] };
  const tare = new Tracker({
    url,
    key: 'tare_ingest_x',
    backoffFirstMs: 10,
    backoffLongestMs: 20,
    log: false,
    onRejected: (one) => heard.rejected.push(one),
    onDropped: (one) => heard.dropped.push(one),
    onTrouble: (one) => heard.trouble.push(one),
    ...options,
  });
  ends.push(() => tare.close({ timeoutMs: 0 }));
  return { tare, heard };
}

export const CALL = { provider: 'openai', operation: 'chat', userId: 'u-1' };

export async function until(condition) {
  for (let n = 0; n < 2_000 && !condition(); n++) await new Promise((go) => setTimeout(go, 5));
  assert.ok(condition(), String(condition));
}
