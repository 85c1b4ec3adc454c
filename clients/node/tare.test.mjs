// Units of tare.mjs, without a Tare server: node --test. Against a real one: NodeTrackerTest in server.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Tracker } from './tare.mjs';

const ends = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What stands in for a server: answers as told, remembers what came. */
async function standIn(answer = accepted) {
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

function reply(response, status, said, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(said));
}

function accepted(response, events) {
  reply(response, 202, { accepted: events.length, rejected: [] });
}

function tracker(url, options = {}) {
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

const CALL = { provider: 'openai', operation: 'chat', userId: 'u-1' };

async function written(usage) {
  const server = await standIn();
  const { tare, heard } = tracker(server.url);
  tare.record({ ...CALL, ...usage });
  assert.equal(await tare.flush(), true);
  return { event: server.events()[0], rejected: heard.rejected };
}

test('an event is written as the server reads it', async () => {
  const { event } = await written({
    userId: 42,
    model: 'gpt-4o',
    plan: 'pro',
    credits: '0.50',
    processingTimeMs: 12.5,
    time: new Date('2026-11-23T10:15:30.250Z'),
    error: new Error('no', { cause: new Error('why') }),
    status: 'failed',
    metadata: { big: 10n, half: '\ud800' },
  });
  assert.match(event.id, /^[0-9a-f-]{36}$/);
  delete event.id;
  assert.deepEqual(event, {
    time: '2026-11-23T10:15:30.250Z',
    user_id: '42',
    provider: 'openai',
    operation: 'chat',
    model: 'gpt-4o',
    plan: 'pro',
    credits: '0.5',
    processing_time_ms: '12.5',
    status: 'failed',
    error: 'Error: no (caused by Error: why)',
    metadata: { big: '10', half: '\ufffd' },
  });
});

test('numbers are exact, never an exponent', async () => {
  const decimal = { toString: () => '1.5e-7' };
  const { event } = await written({
    quantities: {
      whole: 1200,
      zero: -0,
      sum: 0.1 + 0.2,
      tiny: 1e-7,
      below: 4e-10,
      even: 0.0000000025,
      odd: 0.0000000035,
      negative: -1.5,
      large: 2 ** 53,
      huge: 1e21,
      big: 123456789012345678901234567890n,
      text: '12345678901234567890.123456789',
      exponent: '12e3',
      decimal,
      left: undefined,
      out: null,
      ['__proto__']: 7,
    },
  });
  assert.deepEqual(Object.fromEntries(Object.entries(event.quantities)), {
    whole: 1200,
    zero: 0,
    sum: '0.3',
    tiny: '0.0000001',
    below: '0',
    even: '0.000000002',
    odd: '0.000000004',
    negative: '-1.5',
    large: '9007199254740992',
    huge: '1000000000000000000000',
    big: '123456789012345678901234567890',
    text: '12345678901234567890.123456789',
    exponent: '12000',
    decimal: '0.00000015',
    ['__proto__']: 7,
  });
});

test('what is no number is rejected by name and sent nowhere', async () => {
  const server = await standIn();
  const { tare, heard } = tracker(server.url, { flushIntervalMs: 10 });
  const wrong = [NaN, Infinity, '', 'abc', '1e9999', '1'.repeat(101), true, [5], {}, Symbol('s'), Object.create(null)];
  for (const value of wrong) assert.equal(tare.record({ ...CALL, quantities: { tokens: value } }), false);
  for (const value of [NaN, 'x']) tare.record({ ...CALL, credits: value, cost: value });
  await until(() => server.seen.length > 0);
  assert.equal(heard.rejected.length, wrong.length + 2);
  assert.equal(heard.rejected[0].code, 'invalid_quantity');
  assert.equal(heard.rejected[0].field, 'quantities.tokens');
  assert.equal(heard.rejected.at(-1).code, 'invalid_credits');
  assert.equal(JSON.parse(heard.rejected[0].event).user_id, 'u-1');
  assert.deepEqual(server.events(), []);
  assert.match(server.seen[0].headers['tare-tracker'], /^[0-9a-f]{16}; dropped=0; rejected=13; spooled=0$/);
});

test('nothing that is handed in can throw into the application', async () => {
  const server = await standIn();
  const { tare, heard } = tracker(server.url);
  const trap = new Proxy({}, { ownKeys: () => assert.fail('trap'), get: () => assert.fail('trap') });
  const thrower = { get tokens() { throw new Error('getter'); } };
  const circle = {};
  circle.self = circle;
  const badError = { toString() { throw new Error('text'); } };
  for (const event of [undefined, null, 7, 'x', trap, { ...CALL, quantities: trap }, { ...CALL, quantities: thrower },
    { ...CALL, quantites: 1 }, { ...CALL, userId: {} }, { ...CALL, time: new Date(NaN) }]) {
    assert.equal(tare.record(event), false);
  }
  for (const metadata of [circle, trap, thrower, { text: 'x'.repeat(5000) }, [1], 'text', { toJSON: () => 'x' }]) {
    assert.equal(tare.record({ ...CALL, metadata }), true);
  }
  for (const error of [badError, trap, new Proxy(new Error('x'), { get: () => assert.fail('trap') })]) {
    assert.equal(tare.record({ ...CALL, error }), true);
    const thrown = await tare.wrap(CALL, () => Promise.reject(error)).then(assert.fail, (one) => [one]);
    assert.ok(thrown[0] === error);
  }
  assert.equal(await tare.flush(), true);
  assert.equal(server.events().length, 13);
  for (const event of server.events().slice(0, 7)) assert.equal(typeof event.metadata.tracker_metadata, 'string');
  assert.equal(heard.rejected.length, 10);
  assert.deepEqual(tare.stats(), { queued: 0, sent: 13, dropped: 0, rejected: 10 });
});

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

test('a call that is aborted is cancelled, one that fails is failed', async () => {
  const server = await standIn();
  const { tare } = tracker(server.url);
  const abort = new AbortController();
  abort.abort();
  const work = (call) => {
    call.quantities({ input_tokens: 10 }).quantities({ output_tokens: 2n });
    abort.signal.throwIfAborted();
  };
  await assert.rejects(tare.wrap(CALL, work), { name: 'AbortError' });
  await assert.rejects(tare.wrap(CALL, () => Promise.reject(new DOMException('late', 'TimeoutError'))));
  await assert.rejects(tare.wrap(CALL, () => { throw undefined; }), (thrown) => thrown === undefined);
  const call = tare.begin(CALL).set({ status: 'failed', error: 'HTTP 500' });
  call.end();
  call.fail(new Error('counted once'));
  await tare.flush();
  const events = server.events();
  assert.deepEqual(events.map((event) => event.status), ['cancelled', 'failed', 'failed', 'failed']);
  assert.deepEqual(events[0].quantities, { input_tokens: 10, output_tokens: '2' });
  assert.equal(events[3].error, 'HTTP 500');
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
  const script = `import { Tracker } from ${JSON.stringify(file)};
    const tare = new Tracker({ url: '${url}', key: 'k', exitFlushMs: 300, flushIntervalMs: 10 });
    tare.record(${JSON.stringify(CALL)});
    await new Promise(go => setTimeout(go, 50));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 });
  assert.equal(run.status, 0, String(run.stderr));
  assert.match(String(run.stderr), /The process ends; 1 events were not sent/);
});

async function until(condition) {
  for (let n = 0; n < 400 && !condition(); n++) await new Promise((go) => setTimeout(go, 5));
  assert.ok(condition(), String(condition));
}
