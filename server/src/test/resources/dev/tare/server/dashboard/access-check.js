() => {
  // Returns what would keep people from reading or reaching the page; an empty list is good.
  const problems = [];
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.vh');
  const words = (e) => e.tagName + (e.id ? '#' + e.id : '') + ' "' + e.textContent.trim().slice(0, 30) + '"';

  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => problems.push('id twice: ' + id));

  for (const e of document.querySelectorAll('input:not([type=hidden]), button, a[href], summary')) {
    const label = e.labels?.[0]?.textContent ?? '';
    const name = e.getAttribute('aria-label') ?? (e.tagName === 'INPUT' ? label : e.textContent);
    if (!name.trim()) problems.push('no name: ' + e.outerHTML.slice(0, 80));
  }

  let level = 0;
  for (const e of document.querySelectorAll('h1, h2, h3, h4')) {
    const own = Number(e.tagName[1]);
    if (own > level + 1) problems.push('heading skips a level: ' + words(e));
    level = own;
  }
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
  for (const tag of ['main', 'header', 'footer']) {
    if (!document.querySelector('body > ' + tag)) problems.push('no landmark: ' + tag);
  }
  for (const table of document.querySelectorAll('table')) {
    if (!table.caption?.textContent) problems.push('table without caption');
    for (const th of table.querySelectorAll('th')) {
      if (!th.scope) problems.push('th without scope: ' + words(th));
      if (!th.textContent.trim()) problems.push('th without text');
    }
  }
  for (const chart of document.querySelectorAll('.chart')) {
    if (chart.getAttribute('role') !== 'img' || !chart.getAttribute('aria-label')) {
      problems.push('chart without words: ' + chart.id);
    }
  }

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => {
      const part = v / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (e) => {
    for (let up = e; up; up = up.parentElement) {
      const color = rgb(getComputedStyle(up).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  for (const e of document.querySelectorAll('body *')) {
    const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!text || !visible(e) || e.closest('.demo-band, script, svg')) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(rgb(style.color)), light(ground(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) problems.push('contrast ' + contrast.toFixed(2) + ': ' + words(e) + ' ' + e.className);
  }
  return [...new Set(problems)];
}
