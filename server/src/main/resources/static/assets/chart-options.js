// What each kind of chart looks like. Texts come ready from the server; the numbers beside them
// only decide how long a bar is.

const AXIS = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const ROLE_COLORS = { REVENUE: 'revenue', COST: 'cost', PROFIT: 'profit', MARGIN: 'margin' };

const cents = (size) => size < 10 && size >= 0.01 && !Number.isInteger(size);
const dollars = (value) => {
  const size = Math.abs(value);
  return (value < 0 ? '−$' : '$') + (cents(size) ? size.toFixed(2) : AXIS.format(size));
};
const percent = (value) => `${value < 0 ? '−' : ''}${AXIS.format(Math.abs(value))}%`;

export function seriesColor(series, color) {
  return color(ROLE_COLORS[series.role] ?? `series-${series.color}`);
}

const length = (text) => (text === null ? null : Number(text));

/** A tooltip made of text nodes, so that a name is never read as markup. */
function tooltip(data, color) {
  return (params) => {
    const { dataIndex } = Array.isArray(params) ? params[0] : params;
    const box = document.createElement('div');
    box.className = 'tip';
    const title = document.createElement('p');
    title.textContent = data.buckets[dataIndex].title;
    const list = document.createElement('dl');
    const all = data.kind === 'STACK' ? [...data.series].reverse() : data.series;
    for (const series of all) {
      const row = document.createElement('div');
      const name = document.createElement('dt');
      const value = document.createElement('dd');
      const swatch = document.createElement('span');
      swatch.className = 'swatch';
      if (series.role !== 'NOTE') swatch.style.background = seriesColor(series, color);
      name.append(swatch, document.createTextNode(series.name));
      value.textContent = series.texts[dataIndex];
      row.append(name, value);
      list.append(row);
    }
    box.append(title, list);
    return box;
  };
}

function base(data, look) {
  const { color, size } = look;
  return {
    animation: !look.still,
    animationDuration: 350,
    aria: { enabled: false },
    textStyle: { fontFamily: look.font, fontSize: 12 * size, color: color('muted') },
    legend: { show: false, data: data.series.map((s) => s.name) },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      extraCssText: 'box-shadow: none',
      formatter: tooltip(data, color),
    },
  };
}

function timeAxis(data, { color, size }) {
  return {
    type: 'category',
    data: data.buckets.map((bucket) => bucket.label),
    axisLine: { lineStyle: { color: color('line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: color('muted'), fontSize: 11.5 * size, hideOverlap: true, margin: 10 * size },
  };
}

function valueAxis({ color, size }, format, more) {
  return {
    type: 'value',
    axisLabel: { color: color('muted'), fontSize: 11.5 * size, formatter: format },
    splitLine: { lineStyle: { color: color('line') } },
    splitNumber: 4,
    ...more,
  };
}

function stack(data, look) {
  const { color, size } = look;
  const shown = data.series.filter((series) => series.role === 'BAR');
  return {
    ...base(data, look),
    grid: { left: 0, right: 14 * size, top: 12 * size, bottom: 4 * size, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: timeAxis(data, look),
    yAxis: valueAxis(look, dollars),
    series: shown.map((series) => ({
      name: series.name,
      type: 'bar',
      stack: 'cost',
      barMaxWidth: 36 * size,
      barCategoryGap: data.buckets.length > 60 ? '12%' : '28%',
      itemStyle: {
        color: seriesColor(series, color),
        borderColor: color('sheet'),
        borderWidth: data.buckets.length > 62 ? 0 : 0.75 * size,
      },
      emphasis: { disabled: true },
      // A bar of no length would still have a border.
      data: series.values.map((value) => length(value) || null),
    })),
  };
}

/** A point between two gaps has no line to be on, so it gets a dot. */
function points(values) {
  const numbers = values.map(length);
  const gap = (i) => numbers[i] === null || numbers[i] === undefined;
  return numbers.map((value, i) => ({
    value,
    symbol: !gap(i) && gap(i - 1) && gap(i + 1) ? 'circle' : 'none',
  }));
}

function line(series, look, more) {
  const color = seriesColor(series, look.color);
  return {
    name: series.name,
    type: 'line',
    symbolSize: 6 * look.size,
    lineStyle: { width: 2 * look.size, color },
    itemStyle: { color },
    emphasis: { disabled: true },
    data: points(series.values),
    ...more,
  };
}

/** Round bounds with a round middle, so that the strip has three quiet labels. */
function strip(values) {
  const known = values.filter((value) => value !== null).map(length);
  if (known.length === 0) return { min: 0, max: 100, interval: 50 };
  const min = Math.floor(Math.min(...known));
  const height = Math.ceil(Math.max(...known)) - min;
  const even = Math.max(2, height + (height % 2));
  return { min, max: min + even, interval: even / 2 };
}

function trend(data, look) {
  const { color, size } = look;
  const of = (role) => data.series.find((series) => series.role === role);
  const left = 52 * size;
  const linked = { type: 'line', lineStyle: { color: color('line-strong') } };
  const upper = { ...timeAxis(data, look), gridIndex: 0, axisLabel: { show: false } };
  const lower = { ...timeAxis(data, look), gridIndex: 1 };
  return {
    ...base(data, look),
    axisPointer: { link: [{ xAxisIndex: 'all' }], ...linked },
    grid: [
      { left, right: 8, top: 12 * size, height: '58%' },
      { left, right: 8, top: '73%', bottom: 26 * size },
    ],
    xAxis: [upper, lower],
    yAxis: [
      valueAxis(look, dollars, { gridIndex: 0 }),
      valueAxis(look, percent, { gridIndex: 1, ...strip(of('MARGIN').values) }),
    ],
    series: [
      line(of('REVENUE'), look, { areaStyle: { color: color('revenue'), opacity: 0.1 } }),
      line(of('COST'), look, { areaStyle: { color: color('cost'), opacity: 0.12 } }),
      line(of('MARGIN'), look, { xAxisIndex: 1, yAxisIndex: 1, lineStyle: { width: 1.75 * size, color: color('margin') } }),
    ],
  };
}

function groups(data, look) {
  const { color, size } = look;
  const shown = data.series.filter((series) => series.role !== 'NOTE');
  const axis = timeAxis(data, look);
  return {
    ...base(data, look),
    tooltip: { ...base(data, look).tooltip, axisPointer: { type: 'shadow', shadowStyle: { color: color('hover') } } },
    grid: { left: 0, right: 14 * size, top: 12 * size, bottom: 4 * size, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...axis, axisLabel: { ...axis.axisLabel, interval: 0, hideOverlap: false } },
    yAxis: valueAxis(look, dollars),
    series: shown.map((series) => ({
      name: series.name,
      type: 'bar',
      barMaxWidth: 34 * size,
      barGap: '12%',
      itemStyle: { color: seriesColor(series, color), borderRadius: 2 },
      emphasis: { disabled: true },
      data: series.values.map(length),
    })),
  };
}

export function optionFor(data, look) {
  return { STACK: stack, TREND: trend, GROUPS: groups }[data.kind](data, look);
}
