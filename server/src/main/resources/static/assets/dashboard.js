// The page's own behaviour. Figures come from the server, formatted; nothing is computed here.
import { refreshCharts, recolorCharts, resizeCharts } from './charts.js';
import { startFilters } from './filters.js';
import { startLive } from './live.js';

const root = document.documentElement;
const announcer = document.getElementById('announcer');

/** Tells people who can't see the page what has changed. */
function announce(text) {
  announcer.textContent = text;
}

function themeButtons() {
  return document.querySelectorAll('[data-theme-choice]');
}

function showTheme() {
  const chosen = root.dataset.theme ?? 'auto';
  for (const button of themeButtons()) {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === chosen));
  }
}

function chooseTheme(choice) {
  if (choice === 'auto') delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    localStorage.setItem('tare-theme', choice);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
  showTheme();
  recolorCharts();
}

/** Chart or table, for each panel; remembered while the page is replaced by newer figures. */
const tables = new Set();

function showViews() {
  for (const toggle of document.querySelectorAll('.toggle')) {
    const panel = toggle.closest('.panel');
    const asTable = tables.has(panel.id);
    panel.dataset.view = asTable ? 'table' : 'chart';
    toggle.setAttribute('aria-pressed', String(asTable));
  }
}

function toggleView(toggle) {
  const panel = toggle.closest('.panel');
  if (!tables.delete(panel.id)) tables.add(panel.id);
  showViews();
  resizeCharts();
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    announce('Copied');
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

document.addEventListener('click', (event) => {
  const theme = event.target.closest('[data-theme-choice]');
  const toggle = event.target.closest('.toggle');
  const copyButton = event.target.closest('[data-copy]');
  if (theme) chooseTheme(theme.dataset.themeChoice);
  if (toggle) toggleView(toggle);
  if (copyButton) copy(copyButton);
});

function refreshed() {
  showViews();
  refreshCharts();
}

document.addEventListener('htmx:afterSwap', refreshed);
document.addEventListener('htmx:historyRestore', refreshed);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolorCharts);
addEventListener('beforeprint', () => { root.classList.add('printing'); recolorCharts(); });
addEventListener('afterprint', () => { root.classList.remove('printing'); recolorCharts(); });

showTheme();
refreshed();
startFilters(announce);
startLive(announce);
