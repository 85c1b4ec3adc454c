// How a tracker sends and ends, without a Tare server: node --test. Against a real one:
// NodeTrackerTest in server.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CALL, accepted, ends, reply, standIn, tracker, until } from './stand-in.mjs';
import { Tracker } from './tare.mjs';

test('listeners that throw or reject harm nobody', async () => {
  const server = await standIn();
  const listener = () => { throw new Error('listener'); };
  const { tare } = tracker(server.url, { onRejected: listener, onDropped: async () => listener(), log: listener });
  tare.record({ ...CALL, credits: NaN });
  tare.record({ ...CALL, error: 'x', metadata: { a: 1 }, fingerprint: 'y'.repeat(200_000) });
  tare.record(CALL);
  assert.equal(await tare.flush(), true);
  assert.deepEqual(tare.stats(), { queued: 0, sent: 1, dropped: 1, rejected: 1 });
});

test('wrong options are told, and the default holds', async () => {
  const { tare, heard } = tracker('ftp://x', { key: '', batchEvents: -1, requestTimeoutMs: 'soon' });
  assert.equal(tare.record(CALL), true);
  assert.equal(await tare.flush({ timeoutMs: 30 }), false);
  const messages = heard.trouble.filter((one) => one.code === 'option_invalid').map((one) => one.message);
  assert.equal(messages.length, 4);
  for (const name of ['url', 'key', 'batchEvents', 'requestTimeoutMs']) {
    assert.ok(messages.some((message) => message.includes(`"${name}"`)), name);
  }
  assert.doesNotThrow(() => new Tracker({ get url() { throw new Error('x'); }, log: false }).close());
});

test('the same bytes go again, in order, and not before the server asked', async () => {
  const server = await standIn((response, events, time) =>
    time === 1 ? reply(response, 503, { code: 'too_busy' }, { 'Retry-After': '1' }) : accepted(response, events));
  const { tare, heard } = tracker(server.url, { batchEvents: 2 });
  for (const n of [1, 2, 3]) tare.record({ ...CALL, quantities: { n } });
  assert.equal(await tare.flush({ timeoutMs: 100 }), false, 'asked for a second');
  assert.equal(await tare.flush(), true);
  assert.equal(server.seen[0].body, server.seen[1].body);
  assert.deepEqual(server.events().map((event) => event.quantities.n), [1, 2, 1, 2, 3]);
  assert.ok(server.seen[1].at - server.seen[0].at >= 995);
  assert.deepEqual(heard.trouble.map((one) => one.code), ['http_503']);
});

test('a wrong key, a page of a proxy and a cut answer cost no event', async () => {
  const answers = [
    (r) => reply(r, 401, { code: 'invalid_key' }),
    (r) => r.writeHead(403).end('forbidden'),
    (r) => r.writeHead(200).end('<html>'),
    (r) => r.writeHead(400).end('<html>'),
    (r) => r.writeHead(301, { Location: '/elsewhere' }).end(),
    (r) => reply(r, 202, { accepted: 7, rejected: [] }),
    (r) => reply(r, 202, { accepted: 0, rejected: [{ index: 9, code: 'x' }] }),
    (r) => r.destroy(),
    (r) => r.writeHead(202, { 'Content-Length': 100 }).write('{"accepted":1', () => r.destroy()),
    (r, events) => { r.setHeader('Connection', 'close'); accepted(r, events); },
  ];
  const server = await standIn((response, events, time) => answers[time - 1](response, events));
  const { tare, heard } = tracker(server.url);
  tare.record(CALL);
  assert.equal(await tare.flush(), true);
  assert.equal(new Set(server.seen.map((seen) => seen.body)).size, 1);
  assert.deepEqual(tare.stats(), { queued: 0, sent: 1, dropped: 0, rejected: 0 });
  assert.match(heard.trouble[0].message, /check the key/);
});

test('a batch that is refused as a whole is halved until the culprit is alone', async () => {
  const server = await standIn((response, events) =>
    events.some((event) => event.model === 'bad')
      ? reply(response, 400, { code: 'malformed' })
      : accepted(response, events));
  const { tare, heard } = tracker(server.url);
  for (let n = 0; n < 9; n++) tare.record({ ...CALL, model: n === 4 ? 'bad' : 'good' });
  assert.equal(await tare.flush(), true);
  assert.deepEqual(tare.stats(), { queued: 0, sent: 8, dropped: 0, rejected: 1 });
  assert.equal(heard.rejected[0].code, 'malformed');
});

test('a full queue drops the newest, counts it, and tells the server', async () => {
  let up = false;
  const server = await standIn((response, events) => (up ? accepted(response, events) : response.destroy()));
  const { tare, heard } = tracker(server.url, { queueEvents: 3, flushIntervalMs: 20 });
  const taken = [1, 2, 3, 4, 5].map((n) => tare.record({ ...CALL, quantities: { n } }));
  assert.deepEqual(taken, [true, true, true, false, false]);
  await until(() => heard.dropped.length === 1);
  assert.deepEqual(heard.dropped, [{ count: 2, total: 2, reason: 'The queue is full.' }]);
  up = true;
  assert.equal(await tare.flush(), true);
  const last = server.seen.at(-1);
  assert.deepEqual(last.events.map((event) => event.quantities.n), [1, 2, 3]);
  assert.match(last.headers['tare-tracker'], /^[0-9a-f]{16}; dropped=2; rejected=0; spooled=3$/);
});

test('a connection that ended while nobody looked is made anew at once', async () => {
  const server = await standIn((response, events, time, request) =>
    time === 2 ? request.socket.destroy() : accepted(response, events));
  const { tare, heard } = tracker(server.url, { backoffFirstMs: 3_600_000, backoffLongestMs: 3_600_000 });
  for (let time = 0; time < 2; time++) {
    tare.record(CALL);
    assert.equal(await tare.flush({ timeoutMs: 2_000 }), true);
  }
  assert.equal(server.seen.length, 3);
  assert.deepEqual(heard.trouble, []);
});

test('close counts what it could not send, and takes nothing more', async () => {
  const { tare, heard } = tracker('http://127.0.0.1:9');
  tare.record(CALL);
  assert.deepEqual(await tare.close({ timeoutMs: 20 }), { queued: 0, sent: 0, dropped: 1, rejected: 0 });
  assert.equal(tare.record(CALL), false);
  assert.equal(await tare.flush(), true);
  assert.equal(tare.stats().dropped, 2);
  assert.equal(heard.dropped.length, 2);
});

test('a process with a tracker ends by itself, also when no server answers', async () => {
  const file = fileURLToPath(new URL('./tare.mjs', import.meta.url));
  const silent = await new Promise((ready) => {
    const server = http.createServer(() => {}).listen(0, '127.0.0.1', () => ready(server));
  });
  ends.push(() => silent.close());
  const url = `http://127.0.0.1:${silent.address().port}`;
  for (const address of [url, 'http://127.0.0.1:9']) {
    const options = { url: address, key: 'k', exitFlushMs: 300, flushIntervalMs: 10, backoffFirstMs: 600_000 };
    const script = `import { Tracker } from ${JSON.stringify(file)};
      const tare = new Tracker(${JSON.stringify(options)});
      tare.record(${JSON.stringify(CALL)});
      await new Promise(go => setTimeout(go, 50));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 });
    assert.equal(run.status, 0, String(run.stderr));
    assert.match(String(run.stderr), /The process ends; 1 events were not sent/);
  }
});
