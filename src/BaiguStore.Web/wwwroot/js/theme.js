// Runs before the first paint: a remembered choice of light or dark wins over what the system says.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* storage refused: the system's scheme it is */ }
