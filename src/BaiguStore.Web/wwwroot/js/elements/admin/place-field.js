// <place-field>: suggests categories while typing, for trees too large for a list. Without script the name, slug or id is typed completely.
customElements.define('place-field', class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input');
    this.list = document.createElement('datalist');
    this.list.id = `${this.input.name}-places`;
    this.append(this.list);
    this.input.setAttribute('list', this.list.id);
    this.input.addEventListener('input', event => {
      clearTimeout(this.timer);
      if (!event.isComposing) this.timer = setTimeout(() => this.suggest(), 150);
    });
    this.input.addEventListener('compositionend', () => this.suggest());
  }

  async suggest() {
    const typed = this.input.value.trim();
    if (!typed || typed === this.asked || /^\d+ /.test(typed)) return;
    this.asked = typed;
    try {
      const answer = await fetch(`/admin/categories/names?q=${encodeURIComponent(typed)}`);
      const places = answer.ok ? await answer.json() : [];
      if (this.asked === typed) this.list.replaceChildren(...places.map(place => new Option('', `${place.id} ${place.name}`)));
    } catch {
      this.list.replaceChildren();
    }
  }
});
