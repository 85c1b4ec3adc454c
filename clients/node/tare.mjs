// The tracker of Tare for Node 18 and newer: one file, no dependency. Copy it into your application.
// How to use it and what it promises: docs/manual/node.md. Licence: Apache-2.0.

import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

/**
 * An exact number: a whole number, a bigint, decimal text, or an object whose `toString()` is decimal
 * text (Prisma's `Decimal`). A number with a fraction is rounded to nine decimals, half to even.
 * @typedef {number | bigint | string | { toString(): string }} Exact
 */

/**
 * What can be said of a call; each name also as `POST /v1/usage` has it (`user_id`). What is
 * `undefined` or `null` counts as not said.
 * @typedef {object} Usage
 * @property {string} [provider] who was called, such as `openai`
 * @property {string} [operation] for what, such as `chat`
 * @property {string | number | bigint} [userId] on whose behalf
 * @property {string} [model] the provider's model
 * @property {string} [plan] the user's plan at this moment
 * @property {Record<string, Exact | null | undefined>} [quantities] how much, by unit; none: one call
 * @property {Record<string, unknown>} [usage] what was used, as the provider answered it (`response.usage`)
 * @property {Exact} [credits] credits charged to the user; default: the server's tariff
 * @property {Exact} [cost] US dollars, where you know it better than the price book
 * @property {'success' | 'failed' | 'cancelled'} [status] default `success`
 * @property {unknown} [error] the failure: an error or a text
 * @property {Exact} [processingTimeMs] milliseconds; `wrap` and `begin` measure it
 * @property {Date | string | number} [time] when the call happened; default: now
 * @property {string} [fingerprint] equal for calls with equal input
 * @property {boolean} [estimated] reconstructed, not measured
 * @property {Record<string, unknown>} [metadata] kept as it is, at most 4 KiB
 * @property {string} [id] default: made here. A second call with the same one isn't counted
 */

/** @typedef {{ event: string, field: string, code: string, message: string }} Rejected */
/** @typedef {{ count: number, total: number, reason: string }} Dropped */
/** @typedef {{ code: string, message: string }} Trouble */

/**
 * @typedef {object} Options
 * @property {string} [url] the server, such as `https://tare.example.com`; default `$TARE_URL`
 * @property {string} [key] an ingest key; default `$TARE_KEY`
 * @property {number} [flushIntervalMs] how long an event waits for company; 1,000 (10 – 3,600,000)
 * @property {number} [batchEvents] the most of one request; 1,000 (1 – 10,000)
 * @property {number} [batchBytes] the most of one request; 1 MiB (1 KiB – 8 MiB)
 * @property {number} [queueEvents] the most that may wait; 100,000 (1 – 10,000,000)
 * @property {number} [queueBytes] the most that may wait, as JSON; 16 MiB (64 KiB – 1 GiB)
 * @property {number} [backoffFirstMs] bound of the first wait after a failure; 500 (10 – 3,600,000)
 * @property {number} [backoffLongestMs] what that bound doubles up to; 60,000 (10 – 3,600,000)
 * @property {number} [connectTimeoutMs] 5,000 (100 – 60,000)
 * @property {number} [requestTimeoutMs] 30,000 (100 – 300,000)
 * @property {number} [exitFlushMs] how long a process that ends by itself is held to send the rest;
 *     5,000 (0 – 60,000; 0: not at all)
 * @property {(rejected: Rejected) => void} [onRejected] an event that won't be counted, as JSON
 * @property {(dropped: Dropped) => void} [onDropped] events that found no room
 * @property {(trouble: Trouble) => void} [onTrouble] the server can't be reached, the key is wrong, …
 * @property {((line: string) => void) | false} [log] told all of it; default `console.warn`
 */

/** @typedef {{ queued: number, sent: number, dropped: number, rejected: number }} Stats */

const TAKE = Symbol('take');

const EVENT_BYTES_MAX = 131_072;
const METADATA_BYTES_MAX = 4_096;
const ERROR_LENGTH_MAX = 2_000;
const ANSWER_BYTES_MAX = 4 << 20;
const RETRY_AFTER_MAX = 300_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Name, default, least and most. */
const NUMBERS = /** @type {const} */ ([
  ['flushIntervalMs', 1_000, 10, HOUR],
  ['batchEvents', 1_000, 1, 10_000],
  ['batchBytes', 1 << 20, 1 << 10, 8 << 20],
  ['queueEvents', 100_000, 1, 10_000_000],
  ['queueBytes', 16 << 20, 64 << 10, 1 << 30],
  ['backoffFirstMs', 500, 10, HOUR],
  ['backoffLongestMs', MINUTE, 10, HOUR],
  ['connectTimeoutMs', 5_000, 100, MINUTE],
  ['requestTimeoutMs', 30_000, 100, 5 * MINUTE],
  ['exitFlushMs', 5_000, 0, MINUTE],
]);

/** Field of the written form to: how it is read, and its name in JavaScript where that differs. */
const FIELDS = {
  id: [text],
  time: [time],
  user_id: [text, 'userId'],
  provider: [text],
  operation: [text],
  model: [text],
  plan: [text],
  status: [text],
  error: [failure],
  processing_time_ms: [exact, 'processingTimeMs'],
  credits: [exact],
  cost: [exact],
  fingerprint: [text],
  estimated: [truth],
  quantities: [quantities],
  usage: [counted],
  metadata: [(_field, value) => value],
};
const NAMES = new Map(
  Object.entries(FIELDS).flatMap(([name, [, other]]) => [[name, name], [other ?? name, name]]),
);

// ---- from JavaScript's values to the written form -------------------------------------------------

/** Why an event can't be sent; the words are those of the server. */
class Refusal extends Error {
  constructor(code, field, message) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

function shown(value) {
  try {
    const words = typeof value === 'string' ? value : String(value);
    return words.length > 80 ? clean(words.slice(0, 80)) + '…' : clean(words);
  } catch {
    return typeof value;
  }
}

/** Without what is no text: NUL, and halves of characters. */
function clean(words) {
  return words.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function text(field, value) {
  if (typeof value === 'string') return value;
  // Users are often counted in the application's own database.
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  throw new Refusal('invalid_type', field, `Field "${field}" can't be ${shown(value)}; give a text.`);
}

function truth(field, value) {
  if (typeof value === 'boolean') return value;
  throw new Refusal('invalid_type', field, `Field "${field}" can't be ${shown(value)}; give true or false.`);
}

function time(field, value) {
  if (typeof value === 'string') return value;
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value : NaN);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new Refusal('invalid_time', field, `Field "${field}" can't be ${shown(value)}; give a Date.`);
}

function failure(_field, value) {
  let words = inWords(value);
  try {
    const cause = value instanceof Error ? value.cause : undefined;
    // "fetch failed" alone says too little.
    if (cause !== undefined && cause !== null) words += ` (caused by ${inWords(cause)})`;
  } catch {
    // An error that can't be asked costs no event.
  }
  return clean(words.slice(0, ERROR_LENGTH_MAX));
}

function inWords(value) {
  try {
    const words = String(value);
    return words.startsWith('[object ') ? JSON.stringify(value) ?? words : words;
  } catch {
    return 'an error that has no text';
  }
}

function quantities(field, value) {
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('invalid_type', field, `Field "${field}" must be an object of units and numbers.`);
  }
  const all = Object.create(null);
  for (const [unit, number] of Object.entries(value)) {
    if (number !== undefined && number !== null) all[unit] = exact(`${field}.${unit}`, number);
  }
  return all;
}

/** As the provider answered it, where every number is one. */
function counted(field, value) {
  if (typeof value !== 'object' || Array.isArray(value)) return quantities(field, value); // refuses
  JSON.stringify(value, (name, inner) => (typeof inner === 'number' ? exact(`${field}.${name}`, inner) : inner));
  return value;
}

/** A safe whole number as it is, any other as decimal text: never a NaN, never an exponent. */
function exact(field, value) {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const decimal = Array.isArray(value) || typeof value === 'boolean' ? null : plain(String(value));
  if (decimal !== null) return typeof value === 'number' ? rounded(decimal) : decimal;
  const code = /^(quantities|usage)/.test(field) ? 'invalid_quantity' : `invalid_${field.replace('_ms', '')}`;
  throw new Refusal(code, field, `Field "${field}" can't be ${shown(value)}; give a number or decimal text.`);
}

/** Decimal text without exponent, digit by digit; `null` where it is no number. */
function plain(number) {
  const parts = number.length > 100 ? null : /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(number);
  if (parts === null || !(parts[2] || parts[3])) return null;
  const point = parts[2].length + Number(parts[4] ?? 0);
  let digits = parts[2] + (parts[3] ?? '');
  digits = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const whole = digits.slice(0, Math.max(0, point)).replace(/^0+(?=\d)/, '') || '0';
  const fraction = digits.slice(Math.max(0, point)).replace(/0+$/, '');
  const sign = parts[1] === '-' && /[1-9]/.test(digits) ? '-' : '';
  return sign + whole + (fraction && '.' + fraction);
}

/** To nine decimals, half to even: 0.1 + 0.2 is meant to be 0.3. */
function rounded(decimal) {
  const [whole, fraction = ''] = decimal.split('.');
  if (fraction.length <= 9) return decimal;
  let nano = BigInt(whole.replace('-', '') + fraction.slice(0, 9));
  const rest = fraction.slice(9);
  const half = '5'.padEnd(rest.length, '0');
  if (rest > half || (rest === half && nano % 2n === 1n)) nano += 1n;
  const digits = String(nano).padStart(10, '0');
  return plain(`${whole.startsWith('-') ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`);
}

/** As JSON. What can't be written is no reason to lose the event: a note stands in its place. */
function metadataJson(value) {
  try {
    if (typeof value !== 'object' || Array.isArray(value)) throw new Error('no object');
    const json = JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : typeof v === 'string' ? clean(v) : v));
    if (!json.startsWith('{')) throw new Error('no object');
    const bytes = Buffer.byteLength(json);
    if (bytes > METADATA_BYTES_MAX) throw new Error(`${bytes} bytes`);
    return json;
  } catch (thrown) {
    return JSON.stringify({ tracker_metadata: clean(inWords(thrown).slice(0, 200)) });
  }
}

/**
 * What is said of a call, gathered field by field. Nothing in it throws; the first thing that is wrong
 * is kept, and everything else is read all the same, so that the report shows it.
 */
class Draft {
  /** @type {Record<string, any>} */ fields = {};
  /** @type {Refusal | null} */ refusal = null;
  /** @type {string[]} */ notes = [];

  add(said) {
    if (said === undefined || said === null) return;
    this.#guard('', () => {
      if (typeof said !== 'object') throw new Refusal('invalid_type', '', `An event can't be ${shown(said)}.`);
      for (const key of Object.keys(said)) this.#guard(key, () => this.#field(key, said[key]));
    });
  }

  #field(key, value) {
    if (value === undefined || value === null) return;
    const name = NAMES.get(key);
    if (name === undefined) {
      throw new Refusal('unknown_field', key, `Field "${shown(key)}" is unknown; put it into "metadata".`);
    }
    try {
      const read = FIELDS[name][0](name, value);
      const both = typeof read === 'object' && !Array.isArray(read); // quantities, metadata
      this.fields[name] = both ? { ...this.fields[name], ...read } : read;
    } catch (thrown) {
      if (name !== 'metadata') throw thrown;
      this.notes.push(inWords(thrown));
    }
  }

  #guard(field, work) {
    try {
      work();
    } catch (thrown) {
      const known = thrown instanceof Refusal;
      this.refusal ??= known
        ? thrown
        : new Refusal('unreadable_field', field, `Field "${shown(field)}" can't be read: ${inWords(thrown)}`);
    }
  }

  /** The event's JSON. Metadata last, as it is written by itself. */
  json() {
    const { metadata, ...rest } = this.fields;
    const json = JSON.stringify(rest);
    const kept = this.notes.length > 0 ? { ...metadata, tracker_metadata: this.notes.join('; ') } : metadata;
    return kept === undefined ? json : `${json.slice(0, -1)},"metadata":${metadataJson(kept)}}`;
  }
}

// ---- a call that is watched -----------------------------------------------------------------------

/** A call under way: say what becomes known of it, then end it once. None of its methods throws. */
export class TrackedCall {
  #tracker;
  #draft = new Draft();
  #begun = Date.now();
  #clock = performance.now();
  #over = false;

  /** By `Tracker.begin` and `Tracker.wrap`. */
  constructor(tracker, usage) {
    this.#tracker = tracker;
    this.#draft.add({ time: this.#begun, id: freshId() });
    this.#draft.add(usage);
  }

  /**
   * Adds fields; a later one takes the place of an earlier, quantities and metadata are joined.
   * @param {Usage} usage
   */
  set(usage) {
    this.#draft.add(usage);
    return this;
  }

  /**
   * Adds quantities, by unit.
   * @param {Record<string, Exact | null | undefined>} byUnit
   */
  quantities(byUnit) {
    return this.set({ quantities: byUnit });
  }

  /** It answered: records it. */
  end() {
    this.#finish();
  }

  /**
   * It failed, or was cancelled (an `AbortError`): records it.
   * @param {unknown} error what was thrown
   */
  fail(error) {
    this.#finish({ status: isCancellation(error) ? 'cancelled' : 'failed', error: error ?? 'failed' });
  }

  #finish(ending) {
    if (this.#over) return;
    this.#over = true;
    const took = Math.max(0, Math.floor(performance.now() - this.#clock));
    const said = this.#draft.fields;
    this.#draft.add({ processing_time_ms: said.processing_time_ms ?? took, ...ending });
    this.#tracker[TAKE](this.#draft);
  }
}

/** A timeout isn't one: nobody asked for it. */
function isCancellation(error) {
  try {
    const names = [error.name, error.code, error.constructor?.name];
    return ['AbortError', 'ABORT_ERR', 'ERR_CANCELED', 'CanceledError', 'APIUserAbortError'].some((name) =>
      names.includes(name),
    );
  } catch {
    return false;
  }
}

/** Without Node's store of random numbers: copies of one frozen process would share what is in it. */
function freshId() {
  return randomUUID({ disableEntropyCache: true });
}

// ---- the tracker ----------------------------------------------------------------------------------

/** Open trackers; one listener for all of them sends what waits when the process ends by itself. */
const open = new Set();
let listening = false;

/**
 * Records calls and brings them to a Tare server. One for the application. Nothing in it throws, and
 * none of its promises is ever rejected (but for what your own work throws, in `wrap`).
 */
export class Tracker {
  #settings;
  /** @type {any} */ #target = null;
  /** @type {any} */ #agent = null;
  #id = randomBytes(8).toString('hex');
  /** @type {{ json: string, bytes: number }[]} */ #waiting = [];
  #head = 0;
  #bytes = 0;
  #taken = 0; // events ever put into the queue
  #handled = 0; // of them, sent or refused by the server
  #sent = 0;
  #dropped = 0;
  #rejected = 0;
  #told = { dropped: 0, rejected: 0 };
  #losses = new Map(); // reason to events, not yet reported
  #reporting = false;
  #limit;
  #bound;
  /** @type {any} */ #timer = null;
  #running = false;
  /** @type {any} */ #pausing = null; // the wait between two tries
  /** @type {any} */ #request = null;
  #flushes = new Set();
  #away = '';
  #closed = false;
  #over = false;
  #exitTried = -1;

  /** @param {Options} [options] wrong ones are told in `onTrouble`, and the default holds */
  constructor(options) {
    const troubles = [];
    this.#settings = settings(options, troubles);
    this.#limit = this.#settings.batchEvents;
    this.#bound = this.#settings.backoffFirstMs;
    this.#target = target(this.#settings.url, troubles);
    if (!this.#settings.key) troubles.push('Option "key" is missing; give an ingest key (or set TARE_KEY).');
    if (this.#target !== null) {
      const secure = this.#target.protocol === 'https:';
      this.#agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: 1 });
    }
    open.add(this);
    listenForTheEnd();
    for (const message of troubles) this.#trouble('option_invalid', message);
  }

  /**
   * Does the work and records it: duration, outcome, and what you say of it. What the work returns or
   * throws comes back untouched.
   * @template T
   * @param {Usage} usage what is known beforehand
   * @param {(call: TrackedCall) => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  async wrap(usage, work) {
    const call = this.begin(usage);
    let result;
    try {
      result = await work(call);
    } catch (thrown) {
      call.fail(thrown);
      throw thrown;
    }
    call.end();
    return result;
  }

  /**
   * For calls that don't end where they begin, such as streams: starts the watch. A call that is never
   * ended is never recorded.
   * @param {Usage} [usage]
   */
  begin(usage) {
    return new TrackedCall(this, usage);
  }

  /**
   * Records a call by hand; returns at once.
   * @param {Usage} usage
   * @returns {boolean} whether it waits to be sent; if not it was reported as rejected or dropped
   */
  record(usage) {
    const draft = new Draft();
    draft.add({ id: freshId(), time: Date.now() });
    if (usage === undefined || usage === null) draft.add('nothing');
    draft.add(usage);
    return this[TAKE](draft);
  }

  /**
   * Sends now, and waits until everything recorded so far has been answered for.
   * @param {{ timeoutMs?: number }} [options] the longest wait; 5,000
   * @returns {Promise<boolean>} whether it has. If not, it stays and will be tried again
   */
  flush(options) {
    return this.#flush(limitOf(options), this.#taken);
  }

  /**
   * Takes nothing more, and sends what is there. What can't be sent in time is dropped, and counted.
   * @param {{ timeoutMs?: number }} [options] the longest wait; 5,000
   * @returns {Promise<Stats>}
   */
  async close(options) {
    this.#closed = true;
    const arrived = await this.#flush(limitOf(options), Infinity);
    if (!arrived && !this.#over) this.#abandon('The tracker was closed before they could be sent.');
    this.#end();
    return this.stats();
  }

  /**
   * Counts since it was made; everything recorded is in one of them.
   * @returns {Stats}
   */
  stats() {
    return { queued: this.#queued(), sent: this.#sent, dropped: this.#dropped, rejected: this.#rejected };
  }

  // -- the queue

  /** Whatever happens in here goes no further. */
  [TAKE](draft) {
    try {
      const json = draft.json();
      if (draft.refusal !== null) {
        this.#reject(json, draft.refusal);
        this.#schedule();
        return false;
      }
      return this.#put(json);
    } catch (unexpected) {
      this.#trouble('tracking_failed', `A call couldn't be recorded: ${inWords(unexpected)}`);
      return this.#drop(1, 'They could not be written.');
    }
  }

  #put(json) {
    const { queueEvents, queueBytes } = this.#settings;
    const bytes = Buffer.byteLength(json) + 1;
    if (this.#closed) return this.#drop(1, 'The tracker is closed.');
    if (bytes > EVENT_BYTES_MAX) return this.#drop(1, 'An event is larger than 128 KiB.');
    if (this.#queued() >= queueEvents || this.#bytes + bytes > queueBytes) {
      return this.#drop(1, 'The queue is full.');
    }
    this.#waiting.push({ json, bytes });
    this.#bytes += bytes;
    this.#taken++;
    if (this.#fillsABatch()) this.#go();
    else this.#schedule();
    return true;
  }

  #fillsABatch() {
    return this.#queued() >= this.#settings.batchEvents || this.#bytes >= this.#settings.batchBytes;
  }

  #queued() {
    return this.#waiting.length - this.#head;
  }

  /** The newest is what goes: what waits was promised a place. */
  #drop(count, reason) {
    this.#dropped += count;
    this.#losses.set(reason, (this.#losses.get(reason) ?? 0) + count);
    if (!this.#reporting) {
      // Once a turn, however many there are.
      this.#reporting = true;
      setImmediate(() => this.#report()).unref();
    }
    this.#schedule();
    return false;
  }

  #report() {
    this.#reporting = false;
    for (const [reason, count] of this.#losses) {
      this.#losses.delete(reason);
      this.#say(`${count} events were dropped (${this.#dropped} in all). ${reason}`);
      this.#call(this.#settings.onDropped, { count, total: this.#dropped, reason });
    }
  }

  #reject(event, { field, code, message }) {
    this.#rejected++;
    this.#say(`An event was rejected, ${code}: ${message} ${event}`);
    this.#call(this.#settings.onRejected, { event, field, code, message });
  }

  #trouble(code, message) {
    this.#say(`${code}: ${message}`);
    this.#call(this.#settings.onTrouble, { code, message });
  }

  #say(line) {
    if (this.#settings.log) this.#call(this.#settings.log, `Tare: ${line}`);
  }

  /** The application's own functions, on a turn of their own; what they throw is theirs. */
  #call(listener, news) {
    if (typeof listener !== 'function') return;
    queueMicrotask(async () => {
      try {
        await listener(news);
      } catch {
        // There is nobody left to tell.
      }
    });
  }

  // -- sending: one batch at a time, in order

  #hasToTell() {
    return this.#told.dropped < this.#dropped || this.#told.rejected < this.#rejected;
  }

  #schedule() {
    if (this.#timer !== null || this.#running || this.#over) return;
    if (this.#queued() === 0 && !this.#hasToTell()) return;
    this.#timer = setTimeout(() => this.#go(), this.#settings.flushIntervalMs);
    this.#timer.unref();
  }

  #go() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#running || this.#over) return;
    this.#running = true;
    setImmediate(async () => {
      try {
        await this.#send();
      } catch (unexpected) {
        this.#trouble('sending_failed', `Sending failed: ${inWords(unexpected)}`);
        await this.#pause(this.#settings.backoffLongestMs, false);
      }
      this.#running = false;
      if (this.#flushes.size > 0) this.#go();
      else this.#schedule();
    });
  }

  async #send() {
    let reused = false;
    while (!this.#over) {
      const batch = this.#batch();
      if (batch.length === 0 && !this.#hasToTell()) return;
      const answer = await this.#post(batch);
      if (this.#over) return;
      const wait = this.#settle(batch, answer, reused);
      reused = answer.reused === true;
      if (wait !== null) await this.#pause(wait, answer.askedMs !== undefined);
      else if (this.#flushes.size === 0 && !this.#fillsABatch()) return;
    }
  }

  #batch() {
    const batch = [];
    let bytes = 0;
    for (let at = this.#head; at < this.#waiting.length && batch.length < this.#limit; at++) {
      bytes += this.#waiting[at].bytes;
      if (batch.length > 0 && bytes > this.#settings.batchBytes) break;
      batch.push(this.#waiting[at]);
    }
    return batch;
  }

  /** What is to be done after an answer: a wait in milliseconds, or `null`. */
  #settle(batch, answer, again) {
    if (answer.kind === 'taken') {
      this.#arrived(batch, answer.refusals);
    } else if (answer.kind === 'culprit' && batch.length === 1) {
      this.#arrived(batch, [{ ...answer, index: 0, field: '' }]);
    } else if (answer.kind === 'culprit' && batch.length > 1) {
      // Halved until it is alone.
      this.#limit = Math.ceil(batch.length / 2);
      return 0;
    } else if (answer.reused && !again) {
      // A connection that was kept and had ended meanwhile, as after a function was frozen.
      return 0;
    } else {
      return this.#later(answer);
    }
    return null;
  }

  #arrived(batch, refusals) {
    for (const refusal of refusals) this.#reject(batch[refusal.index].json, refusal);
    for (const { bytes } of batch) this.#bytes -= bytes;
    this.#head += batch.length;
    if (this.#head > 1_000 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    } else {
      this.#waiting.fill(/** @type {any} */ (null), this.#head - batch.length, this.#head);
    }
    this.#handled += batch.length;
    this.#sent += batch.length - refusals.length;
    this.#limit = Math.min(this.#settings.batchEvents, this.#limit * 2);
    this.#bound = this.#settings.backoffFirstMs;
    if (this.#away !== '') this.#say('The server takes events again.');
    this.#away = '';
    for (const flush of [...this.#flushes]) flush.check();
  }

  #later({ code, message, askedMs }) {
    if (this.#away !== code) this.#trouble(code, message); // Once, not with each try.
    this.#away = code;
    const chance = Math.random() * this.#bound;
    this.#bound = Math.min(this.#settings.backoffLongestMs, this.#bound * 2);
    return askedMs === undefined ? Math.max(10, chance) : Math.min(RETRY_AFTER_MAX, askedMs) + chance;
  }

  /** A wait of our own is cut short by a flush; one that the server asked for isn't. */
  #pause(ms, asked) {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#pausing = null;
        resolve(undefined);
      };
      const timer = setTimeout(go, ms);
      timer.unref();
      this.#pausing = { go, asked };
    });
  }

  // -- a request

  #post(batch) {
    const told = { dropped: this.#dropped, rejected: this.#rejected };
    const lines = batch.map((event) => event.json + '\n').join('');
    const body = Buffer.from(batch.length === 0 ? '[]' : lines);
    /** @type {Record<string, string | number>} */
    const headers = {
      Authorization: `Bearer ${this.#settings.key}`,
      'Content-Type': batch.length === 0 ? 'application/json' : 'application/x-ndjson',
      'Content-Length': body.length,
      Accept: 'application/json',
    };
    if (told.dropped + told.rejected > 0) {
      // Only then: the server remembers a thousand trackers, and functions come and go.
      headers['Tare-Tracker'] =
        `${this.#id}; dropped=${told.dropped}; rejected=${told.rejected}; spooled=${this.#queued()}`;
    }
    return this.#exchange(body, headers).then((answer) => {
      const read = 'status' in answer ? answerOf(answer, batch.length) : unreachable(answer, this.#target);
      if (read.kind === 'taken') this.#told = told;
      return read;
    });
  }

  /** Resolves to what the server said, or to why it said nothing. */
  #exchange(body, headers) {
    return new Promise((resolve) => {
      if (this.#target === null) return resolve({ why: 'there is no address; set option "url"' });
      const { connectTimeoutMs, requestTimeoutMs } = this.#settings;
      const { protocol } = this.#target;
      let request;
      let heard = false;
      const timers = [];
      const done = (answer) => {
        timers.forEach((timer) => clearTimeout(timer));
        if (this.#request === request) this.#request = null;
        resolve(answer);
      };
      const limit = (ms, what) => {
        const timer = setTimeout(() => request.destroy(new Error(`${what} within ${ms} ms`)), ms);
        timer.unref();
        timers.push(timer);
        return timer;
      };
      try {
        const send = protocol === 'https:' ? https.request : http.request;
        request = send(this.#target, { method: 'POST', agent: this.#agent, headers });
        this.#request = request;
        request.on('error', (error) => done({ why: inWords(error), reused: request.reusedSocket }));
        request.on('response', (response) => {
          heard = true; // The request may be over before its answer has been read.
          readAnswer(response, done);
        });
        request.on('close', () => heard || done({ why: 'the connection ended' }));
        request.on('socket', (socket) => {
          socket.unref(); // A flush holds the process; an idle tracker doesn't.
          if (!socket.connecting) return;
          const connecting = limit(connectTimeoutMs, 'No connection');
          const event = protocol === 'https:' ? 'secureConnect' : 'connect';
          socket.once(event, () => clearTimeout(connecting));
        });
        limit(requestTimeoutMs, 'No answer');
        request.end(body);
      } catch (thrown) {
        done({ why: inWords(thrown) });
      }
    });
  }

  // -- flush and the end

  #flush(timeoutMs, upTo) {
    return new Promise((resolve) => {
      const isDone = () =>
        upTo === Infinity ? this.#queued() === 0 && !this.#hasToTell() : this.#handled >= upTo;
      if (isDone() || this.#over) {
        this.#report();
        return resolve(isDone());
      }
      // Not unref'ed: who waits for it keeps the process.
      const timer = setTimeout(() => finish(false), timeoutMs);
      const flush = { check: () => isDone() && finish(true), end: () => finish(false) };
      const finish = (arrived) => {
        clearTimeout(timer);
        this.#flushes.delete(flush);
        this.#report();
        resolve(arrived);
      };
      this.#flushes.add(flush);
      if (this.#pausing?.asked === false) this.#pausing.go();
      this.#go();
    });
  }

  #abandon(reason) {
    const left = this.#queued();
    this.#waiting = [];
    this.#head = 0;
    this.#bytes = 0;
    this.#handled += left;
    if (left > 0) this.#drop(left, reason);
    this.#report();
  }

  #end() {
    this.#over = true;
    open.delete(this);
    clearTimeout(this.#timer);
    this.#pausing?.go();
    this.#request?.destroy();
    this.#agent?.destroy();
    for (const flush of [...this.#flushes]) flush.end();
  }

  /** The process has nothing more to do. Tried once for what waits, or it would never end. */
  static #beforeExit() {
    for (const tracker of [...open]) {
      const ms = tracker.#settings.exitFlushMs;
      const waits = tracker.#queued() > 0 || tracker.#hasToTell();
      if (ms === 0 || !waits || tracker.#exitTried === tracker.#taken) continue;
      tracker.#exitTried = tracker.#taken;
      void tracker.#flush(ms, Infinity).then((arrived) => {
        if (!arrived) tracker.#say(`The process ends; ${tracker.#queued()} events were not sent.`);
      });
    }
  }

  /** For the one listener below. */
  static atExit = () => Tracker.#beforeExit();
}

function listenForTheEnd() {
  if (listening) return;
  listening = true;
  process.on('beforeExit', Tracker.atExit);
}

// ---- settings and answers -------------------------------------------------------------------------

function settings(options, troubles) {
  const given = (name) => {
    try {
      return options?.[name];
    } catch {
      return undefined;
    }
  };
  const found = {
    url: given('url') ?? process.env.TARE_URL,
    key: String(given('key') ?? process.env.TARE_KEY ?? '').trim(), // env files end in a line break
    onRejected: given('onRejected'),
    onDropped: given('onDropped'),
    onTrouble: given('onTrouble'),
    log: given('log') ?? ((line) => console.warn(line)),
  };
  for (const [name, usual, least, most] of NUMBERS) {
    const value = given(name) ?? usual;
    const fits = Number.isSafeInteger(value) && value >= least && value <= most;
    if (!fits) {
      troubles.push(`Option "${name}" can't be ${shown(value)}; give ${least} to ${most}. ${usual} holds.`);
    }
    found[name] = fits ? value : usual;
  }
  return /** @type {any} */ (found);
}

function target(url, troubles) {
  try {
    const base = new URL(String(url));
    if (!/^https?:$/.test(base.protocol)) throw new Error(base.protocol);
    return new URL(base.origin + base.pathname.replace(/\/+$/, '') + '/v1/usage');
  } catch {
    troubles.push(
      `Option "url" can't be ${shown(url)}; give the server's address (or set TARE_URL), ` +
        'such as https://tare.example.com. Events wait, and are sent nowhere.',
    );
    return null;
  }
}

function limitOf(options) {
  try {
    const ms = options?.timeoutMs ?? 5_000;
    return Number.isFinite(ms) ? Math.min(Math.max(0, ms), HOUR) : 5_000;
  } catch {
    return 5_000;
  }
}

function readAnswer(response, done) {
  const chunks = [];
  let bytes = 0;
  response.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) response.destroy();
    else chunks.push(chunk);
  });
  response.on('error', (error) => done({ why: inWords(error) }));
  response.on('close', () => done({ why: 'the answer was cut off' }));
  response.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    done({ status: response.statusCode, body, askedMs: asked(response.headers['retry-after']) });
  });
}

/** Seconds, or a date; in milliseconds. */
function asked(header) {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function unreachable({ why, reused }, address) {
  const place = address === null ? '' : ` at ${address.origin}`;
  return { kind: 'later', code: 'unreachable', message: `The server can't be reached${place}: ${why}.`, reused };
}

/** What became of so many events. Nothing is given up unless a Tare server says so itself. */
function answerOf({ status, body, askedMs }, sent) {
  let said = null;
  try {
    said = JSON.parse(body);
  } catch {
    // A proxy's page.
  }
  const taken = status === 202 || status === 400 ? takenOf(said, sent) : null;
  if (taken !== null) return taken;
  const code = typeof said?.code === 'string' ? said.code : '';
  if ((status === 400 || status === 413) && code !== '') {
    return { kind: 'culprit', code, message: `The server answers ${status} ${code}.` };
  }
  if (status === 413 && sent > 1) return { kind: 'culprit', code: 'http_413', message: 'Too large.' };
  const mend =
    status === 401 || status === 403
      ? ': check the key'
      : status === 507
        ? ': its disk is full'
        : status < 400 || status === 404 || status === 405 || status === 421
          ? ': check the address; it is no Tare server that answers, or not under this name'
          : '';
  const message = `The server answers ${status}${code && ' ' + code}${mend}. Events wait.`;
  return { kind: 'later', code: `http_${status}`, message, askedMs };
}

/** `null` where it isn't the answer to that many events. */
function takenOf(said, sent) {
  if (!Number.isInteger(said?.accepted) || !Array.isArray(said.rejected)) return null;
  const refusals = [];
  let next = 0;
  for (const refused of said.rejected) {
    const index = refused?.index;
    if (!Number.isInteger(index) || index < next || index >= sent) return null;
    next = index + 1;
    const words = [refused.field, refused.code, refused.message].map((word) => String(word ?? ''));
    refusals.push({ index, field: words[0], code: words[1], message: words[2] });
  }
  return said.accepted === sent - refusals.length ? { kind: 'taken', refusals } : null;
}
