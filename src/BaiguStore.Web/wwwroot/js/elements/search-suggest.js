// <search-suggest>: around a search form. Suggests completions of the typed text, as a combobox with a list (WAI-ARIA APG). Without script the form
// searches.
customElements.define('search-suggest', class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="search"]');
    this.list = Object.assign(document.createElement('ul'), { id: `${this.input.id}-suggestions`, className: 'search-suggest__list', role: 'listbox', ariaLabel: this.dataset.name, hidden: true });
    this.status = Object.assign(document.createElement('span'), { className: 'visually-hidden', role: 'status' });
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id })) this.input.setAttribute(name, value);
    // While an input method composes, the field's text is not final.
    this.input.addEventListener('compositionstart', () => { this.composing = true; });
    this.input.addEventListener('compositionend', () => { this.composing = false; this.ask(); });
    this.input.addEventListener('input', (event) => { if (!event.isComposing && !this.composing) this.ask(); });
    this.input.addEventListener('keydown', (event) => { if (!event.isComposing && event.keyCode !== 229) this.press(event); });
    this.input.addEventListener('blur', () => this.close());
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // keeps the focus in the field
    this.list.addEventListener('click', ({ target }) => this.go(target.closest('[role="option"]')));
  }

  disconnectedCallback() {
    this.list.remove();
    this.status.remove();
  }

  ask() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(this.input.value.trim()), 80);
  }

  async load(text) {
    this.loading?.abort();
    if (!text) return this.close();
    this.loading = new AbortController();
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(text)}`, { signal: this.loading.signal });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.close(); // no suggestions, or the text has changed meanwhile
    }
  }

  show(found) {
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.list.replaceChildren(...found.map(({ kind, text, url }, n) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${n}`, role: 'option', ariaSelected: 'false' });
      option.dataset.url = url;
      const name = Object.assign(document.createElement('bdi'), { lang: 'zh-CN', className: kind === 'product' ? 'sku' : '', textContent: text });
      option.append(name, Object.assign(document.createElement('span'), { className: 'muted', textContent: this.dataset[kind] }));
      return option;
    }));
    const open = found.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.ariaExpanded = String(open);
    this.status.textContent = open ? this.dataset.count.replace('{0}', found.length) : '';
  }

  close() {
    clearTimeout(this.waiting);
    this.loading?.abort();
    this.show([]);
  }

  press(event) {
    const { length } = this.list.children;
    if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault(); // the first Esc closes the list, the next clears the field
      this.close();
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    } else if (length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.choose((this.active + 1 + step + length + 1) % (length + 1) - 1);
    }
  }

  // -1 is the field itself.
  choose(n) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = n;
    const option = this.list.children[n];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.input.setAttribute('aria-activedescendant', option.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  go(option) {
    if (option) location.href = option.dataset.url;
  }
});
