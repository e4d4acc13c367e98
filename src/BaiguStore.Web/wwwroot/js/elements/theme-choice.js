// <theme-choice>: a button that cycles through light, dark and system. Hidden without script.
customElements.define('theme-choice', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    const label = this.querySelector('[data-label]');
    const icon = this.querySelector('use');
    const root = document.documentElement;
    const show = () => {
      const theme = root.dataset.theme ?? 'auto';
      const text = this.dataset[theme];
      label.textContent = text;
      button.title = text;
      icon.setAttribute('href', `/img/icons.svg#${{ light: 'sun', dark: 'moon', auto: 'auto' }[theme]}`);
    };
    button.addEventListener('click', () => {
      const next = { auto: 'light', light: 'dark', dark: 'auto' }[root.dataset.theme ?? 'auto'];
      if (next === 'auto') delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (next === 'auto') localStorage.removeItem('theme');
        else localStorage.setItem('theme', next);
      } catch { /* the choice holds for this page */ }
      show();
    });
    show();
    this.hidden = false;
  }
});
