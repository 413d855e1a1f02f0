// This classic script loads before the page is painted, so that a dark screen never flashes white.

const dark = matchMedia('(prefers-color-scheme: dark)');

function paint(): void {
  const root = document.documentElement;
  const theme = root.dataset['theme'] ?? 'auto';
  const preferred = dark.matches ? 'dark' : 'light';
  root.dataset['shade'] = theme === 'auto' ? preferred : theme;
}

paint();
dark.addEventListener('change', paint);
