// Keeps the figures current: asks for them anew when the server says the ledger has grown.
import { isChoosing } from './filters.js';

const STREAM = '/admin/analytics/stream';
const POLL_MS = 10_000;
const RETRY_MS = 5_000;

let say = () => {};
let source = null;
let connected = false;
let loading = null;
let wanted = false;

function show(state, text) {
  const live = document.getElementById('live');
  if (live.dataset.state !== state && (state === 'lost' || live.dataset.state === 'lost')) say(text);
  live.dataset.state = state;
  document.getElementById('live-text').textContent = text;
}

function showTime() {
  const figures = document.querySelector('.figures');
  const time = document.getElementById('live-time');
  time.textContent = figures.dataset.asOf;
  time.title = figures.dataset.asOfFull;
}

function current() {
  show('ok', connected ? 'up to date' : 'up to date, checking every 10 s');
  showTime();
}

/** Puts newer figures in place; the bar stays as it is while somebody uses it. */
function replace(html) {
  const answer = document.createElement('template');
  answer.innerHTML = html;
  const was = document.querySelector('.figures').dataset.state;
  const is = answer.content.querySelector('.figures')?.dataset.state;
  if (!is) throw new Error('no figures in the answer');
  if (was === 'EMPTY' && is !== 'EMPTY') {
    location.reload();
    return;
  }
  if (isChoosing()) answer.content.getElementById('filters')?.remove();
  window.htmx.swap('#figures', answer.innerHTML, { swapStyle: 'innerHTML', swapDelay: 0, settleDelay: 0 });
}

/** One request at a time; what is announced meanwhile is asked for right after. */
async function refresh() {
  if (loading || document.querySelector('#filters.htmx-request')) {
    wanted = true;
    return;
  }
  wanted = false;
  loading = new AbortController();
  try {
    const address = location.pathname + location.search;
    const answer = await fetch(address, {
      headers: { 'HX-Request': 'true' }, signal: loading.signal, redirect: 'manual', cache: 'no-store',
    });
    if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
      show('lost', 'signed out: reload to sign in');
      return;
    }
    if (!answer.ok && answer.status !== 400) throw new Error(`status ${answer.status}`);
    replace(await answer.text());
    current();
  } catch (failure) {
    if (failure.name !== 'AbortError') show('lost', 'connection lost, trying again');
  } finally {
    loading = null;
    if (wanted) refresh();
  }
}

function connect() {
  source?.close();
  source = new EventSource(STREAM);
  source.addEventListener('connected', () => {
    const again = document.getElementById('live').dataset.state !== 'ready';
    connected = true;
    if (again) refresh();
    else current();
  });
  source.addEventListener('recorded', refresh);
  source.addEventListener('error', () => {
    connected = false;
    show('lost', 'connection lost, trying again');
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => source && connect(), RETRY_MS);
  });
}

function disconnect() {
  source?.close();
  source = null;
  connected = false;
}

export function startLive(announce) {
  say = announce;
  connect();
  setInterval(() => { if (!connected && !document.hidden) refresh(); }, POLL_MS);
  // A page nobody looks at needs no connection: browsers allow only six to one server.
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  // The user's own request has precedence over one made for newer figures.
  document.addEventListener('htmx:beforeRequest', () => loading?.abort());
  document.addEventListener('htmx:afterRequest', () => { if (wanted) refresh(); });
  document.addEventListener('htmx:afterSwap', showTime);
}
