// The theme's switch; everything else on this page works without a script.
const root = document.documentElement;

function show() {
  const chosen = root.dataset.theme ?? 'auto';
  for (const button of document.querySelectorAll('[data-theme-choice]')) {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === chosen));
  }
}

document.addEventListener('click', (event) => {
  const choice = event.target.closest('[data-theme-choice]')?.dataset.themeChoice;
  if (!choice) return;
  if (choice === 'auto') delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    localStorage.setItem('tare-theme', choice);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
  show();
});

// Escape closes what asks for a decision, and leaves the focus where it was opened.
document.addEventListener('keydown', (event) => {
  const open = event.key === 'Escape' && event.target.closest('.act[open]');
  if (!open) return;
  open.open = false;
  open.querySelector('summary').focus();
});

show();
