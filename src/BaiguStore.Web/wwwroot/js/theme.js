// Runs before the first paint: a remembered light or dark theme overrides the system's setting.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* storage refused: the system's scheme it is */ }
