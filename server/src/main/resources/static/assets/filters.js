// The filter bar works as a plain form; this makes it apply at once and keeps addresses short.

const byId = (id) => document.getElementById(id);

function openMenus() {
  return [...document.querySelectorAll('details.menu[open]')];
}

function closeMenus(except) {
  for (const menu of openMenus()) if (menu !== except) menu.open = false;
}

/** Whether somebody is in the middle of choosing; the bar isn't replaced under their hands. */
export function isChoosing() {
  return openMenus().length > 0 || byId('filters')?.contains(document.activeElement);
}

function changed(event) {
  const { name, value, form } = event.target;
  if (form?.id !== 'filters') return;
  if (name === 'from' || name === 'to') {
    byId('range-custom').checked = true;
  } else if (name === 'range' && value !== 'custom') {
    closeMenus();
    byId('summary-range').focus();
    form.requestSubmit();
  } else if (name === 'granularity' || event.target.type === 'checkbox') {
    form.requestSubmit();
  }
}

/** Leaves out what says nothing, so that the address names only what was chosen. */
function shorten(event) {
  if (event.target.id !== 'filters') return;
  const data = event.detail.formData;
  const custom = data.get('range') === 'custom';
  if (custom) data.delete('range');
  else ['from', 'to'].forEach((name) => data.delete(name));
  for (const name of new Set(data.keys())) {
    if (data.getAll(name).every((value) => value === '')) data.delete(name);
  }
}

/** The bar comes anew with each answer; what was open stays open. */
function keepMenus() {
  let open = [];
  document.addEventListener('htmx:oobBeforeSwap', () => { open = openMenus().map((m) => m.id); });
  document.addEventListener('htmx:oobAfterSwap', () => {
    for (const id of open) {
      const menu = byId(id);
      if (menu) menu.open = true;
    }
    open = [];
  });
}

export function startFilters(announce) {
  document.addEventListener('change', changed);
  document.addEventListener('htmx:configRequest', shorten);
  keepMenus();
  document.addEventListener('click', (event) => {
    closeMenus(event.target.closest('details.menu'));
    const clear = event.target.closest('[data-clear]');
    if (clear) {
      const boxes = clear.form.querySelectorAll(`input[name="${clear.dataset.clear}"]`);
      boxes.forEach((box) => { box.checked = false; });
      clear.form.requestSubmit();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const [menu] = openMenus();
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('submit', (event) => {
    if (event.target.id === 'filters' && event.submitter) closeMenus();
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.elt.id !== 'filters') return;
    const dates = document.querySelector('#filters .menu-more')?.textContent ?? '';
    announce(event.detail.successful ? `Figures for ${dates}` : 'The figures could not be loaded');
  });
}
