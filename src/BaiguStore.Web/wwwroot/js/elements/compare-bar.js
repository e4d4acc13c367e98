// <compare-bar data-most data-picked data-dropped data-full>: the products picked for comparing, kept in this browser as the query of their address; a
// bar at the foot of the window leads to them. Without script each product's own link opens a comparison.
customElements.define('compare-bar', class extends HTMLElement {
  connectedCallback() {
    addEventListener('storage', () => this.show()); // changed in another tab
    addEventListener('pageshow', () => this.show()); // or while this page lay in the browser's memory
    this.querySelector('.compare-bar__clear').addEventListener('click', () => {
      this.keep([]);
      this.say(this.dataset.dropped, 0);
      document.getElementById('main').focus({ preventScroll: true }); // what had the focus is gone
    });
    this.show();
  }

  static read(query) {
    return [...new Set(new URLSearchParams(query).getAll('sku'))].filter((sku) => sku);
  }

  static write(picked) {
    return picked.map((sku) => `sku=${encodeURIComponent(sku)}`).join('&');
  }

  get picked() {
    try { return this.constructor.read(localStorage.getItem('compare') ?? '').slice(0, Number(this.dataset.most)); } catch { return []; }
  }

  // Whether the browser keeps anything, found out once.
  get works() {
    return this.keeps ??= this.keep(this.picked);
  }

  // False where the browser keeps nothing.
  keep(picked) {
    try { localStorage.setItem('compare', this.constructor.write(picked)); } catch { return false; }
    this.show();
    return true;
  }

  // Picks a product, or lets go of it.
  toggle(sku) {
    const { picked } = this;
    const others = picked.filter((other) => other !== sku);
    const isPicked = others.length < picked.length;
    if (!isPicked && picked.length >= Number(this.dataset.most)) this.say(this.dataset.full, picked.length, true);
    else if (this.keep(isPicked ? others : [...picked, sku])) this.say(isPicked ? this.dataset.dropped : this.dataset.picked, this.picked.length);
  }

  say(text, count, isSeen = false) {
    const said = this.querySelector('.compare-bar__said');
    said.textContent = text.replace('{0}', count);
    said.classList.toggle('visually-hidden', !isSeen);
  }

  show() {
    const { picked } = this;
    const query = this.constructor.write(picked);
    this.querySelector('.compare-bar__open').href = `/compare?${query}`;
    this.querySelector('.compare-bar__count').textContent = `(${picked.length})`;
    this.querySelector('.compare-bar__skus').textContent = picked.join(' · ');
    this.querySelector('.compare-bar__said').classList.add('visually-hidden');
    const shown = document.querySelector('compare-sheet')?.dataset.query;
    const products = shown === undefined ? [] : this.constructor.read(shown);
    const isRead = products.length > 1 || (shown !== undefined && this.constructor.write(products) === query); // no other comparison is offered over it
    this.querySelector('.compare-bar__inner').hidden = !picked.length || isRead;
    this.dispatchEvent(new Event('change'));
  }
});
