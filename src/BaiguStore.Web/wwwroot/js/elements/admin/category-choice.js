// <category-choice data-search data-nothing>: a search over a list of categories. It shows those whose name, or an ancestor's name, contains each of
// the words; an empty search shows the tree. Without script it is a plain list.
customElements.define('category-choice', class extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector('select');
    if (!this.select || this.select.options.length < 10 || this.search) return;
    this.all = this.read([...this.select.options]);
    this.search = document.createElement('input');
    Object.assign(this.search, { type: 'search', autocomplete: 'off', className: 'category-choice__search', placeholder: this.dataset.search });
    this.search.setAttribute('aria-label', this.dataset.search);
    this.search.setAttribute('aria-controls', this.select.id);
    this.said = document.createElement('span');
    this.said.className = 'category-choice__said';
    this.said.setAttribute('role', 'status');
    this.prepend(this.search);
    this.append(this.said);
    this.search.addEventListener('input', () => this.find());
    this.search.addEventListener('keydown', (event) => this.press(event));
    this.select.addEventListener('change', () => { this.chosen = this.select.value; });
    this.chosen = this.select.value;
  }

  // Each option with its ancestors' names, derived from the indentation.
  read(options) {
    const above = [];
    return options.map((option) => {
      const name = option.text.replace(/^\u3000+/, '');
      const level = option.text.length - name.length;
      above.length = level;
      const trail = [...above.map((a) => a.replace(/ \([\d,]+\)$/, '')), name].join(' / ');
      above[level] = name;
      return { option, tree: option.text, trail, folded: trail.normalize('NFKC').toLowerCase() };
    });
  }

  find() {
    const words = this.search.value.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? this.all : this.all.filter(({ option, folded }) => option.value && words.every((word) => folded.includes(word)));
    for (const { option, tree, trail } of found) option.text = words.length === 0 ? tree : trail;
    this.select.replaceChildren(...found.map(({ option }) => option));
    if (words.length === 0) this.select.removeAttribute('size');
    else this.select.size = Math.min(8, Math.max(2, found.length));
    this.select.value = found.some(({ option }) => option.value === this.chosen) ? this.chosen : found[0]?.option.value ?? '';
    this.said.textContent = found.length === 0 ? this.dataset.nothing : '';
  }

  // Down moves to the list; Enter takes the marked option without submitting the form.
  press(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    if (event.isComposing || this.search.value.trim() === '') return;
    event.preventDefault();
    if (event.key === 'ArrowDown') return void this.select.focus();
    if (this.select.value) this.take();
  }

  take() {
    this.chosen = this.select.value;
    this.search.value = '';
    this.find();
    this.select.dispatchEvent(new Event('change', { bubbles: true }));
    this.select.focus();
  }
});
