// Draws each panel's chart from the data beside it, with a legend that keyboards reach.
import { optionFor, seriesColor } from './chart-options.js';

const charts = new Map();
const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

/** The style sheet's colour, resolved for the theme in force. */
function color(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

function read(id) {
  const data = document.getElementById(`${id}-data`);
  return data ? JSON.parse(data.textContent) : null;
}

function draw(id, chart) {
  const look = {
    color,
    font: getComputedStyle(document.body).fontFamily,
    size: parseFloat(getComputedStyle(document.documentElement).fontSize) / 16,
    still: matchMedia('(prefers-reduced-motion: reduce)').matches || chart.drawn,
    narrow: chart.host.clientWidth < 520,
  };
  const option = optionFor(chart.data, look);
  option.legend.selected = Object.fromEntries([...chart.hidden].map((name) => [name, false]));
  chart.drawing.setOption(option, { notMerge: true });
  chart.drawn = true;
  drawLegend(id, chart);
}

function drawLegend(id, chart) {
  const shown = chart.data.series
    .map((series, index) => ({ series, index }))
    .filter(({ series }) => series.role !== 'NOTE');
  const entries = shown.map(({ series, index }) => {
    const entry = document.createElement('button');
    entry.type = 'button';
    entry.id = `${id}-legend-${index}`;
    entry.setAttribute('aria-pressed', String(!chart.hidden.has(series.name)));
    entry.title = 'Show or hide in the chart';
    const swatch = document.createElement('span');
    swatch.className = 'swatch';
    swatch.style.background = seriesColor(series, color);
    entry.append(swatch, document.createTextNode(series.name));
    entry.addEventListener('click', () => {
      if (!chart.hidden.delete(series.name)) chart.hidden.add(series.name);
      draw(id, chart);
      document.getElementById(entry.id).focus();
    });
    return entry;
  });
  document.getElementById(`${id}-legend`).replaceChildren(...entries);
}

function mount(id, host) {
  const drawing = window.echarts.init(host, null, { renderer: 'canvas' });
  const chart = { host, drawing, hidden: new Set(), drawn: false, data: null, source: '' };
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    drawing.resize();
    if ((width < 520) !== (host.clientWidth < 520)) draw(id, chart);
    width = host.clientWidth;
  }).observe(host);
  charts.set(id, chart);
  return chart;
}

/** After the page or a part of it came anew. */
export function refreshCharts() {
  for (const [id, chart] of charts) {
    if (!chart.host.isConnected) {
      chart.drawing.dispose();
      charts.delete(id);
    }
  }
  for (const host of document.querySelectorAll('.chart')) {
    const id = host.id.slice(0, -'-chart'.length);
    const chart = charts.get(id) ?? mount(id, host);
    const source = document.getElementById(`${id}-data`).textContent;
    if (source !== chart.source) {
      chart.source = source;
      chart.data = read(id);
      draw(id, chart);
    }
  }
}

export function recolorCharts() {
  for (const [id, chart] of charts) draw(id, chart);
}

export function resizeCharts() {
  for (const chart of charts.values()) if (chart.host.clientWidth > 0) chart.drawing.resize();
}
