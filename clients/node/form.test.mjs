// What a tracker makes of what it is handed, without a Tare server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL, standIn, tracker, until } from './stand-in.mjs';

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

test('the count goes as the provider answered it, and never with what is no number', async () => {
  const server = await standIn();
  const { tare, heard } = tracker(server.url);
  const usage = { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 }, tier: 'x' };
  await tare.wrap(CALL, (call) => call.set({ usage }));
  assert.equal(tare.record({ ...CALL, usage: { prompt_tokens_details: { cached_tokens: NaN } } }), false);
  assert.equal(tare.record({ ...CALL, usage: 7 }), false);
  await tare.close();
  assert.deepEqual(server.events()[0].usage, usage);
  assert.equal(server.events().length, 1);
  assert.deepEqual(heard.rejected.map((one) => one.code), ['invalid_quantity', 'invalid_type']);
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
