// Runs before anything is drawn, so that a chosen theme never flashes the other one.
(function () {
  var root = document.documentElement;
  root.classList.add('js');
  try {
    var chosen = localStorage.getItem('tare-theme');
    if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
  } catch (blocked) {
    // Storage is switched off: the system's theme holds.
  }
})();
