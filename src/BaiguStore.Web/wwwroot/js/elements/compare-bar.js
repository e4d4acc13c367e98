// <compare-bar data-most data-picked data-dropped data-full>: the products picked for comparison, stored in this browser as a query string; a bar at
// the bottom of the window links to the comparison. Without script each product's own link opens a comparison.
customElements.define('compare-bar', class extends HTMLElement {
  connectedCallback() {
    addEventListener('storage', () => this.show()); // changed in another tab
    addEventListener('pageshow', () => this.show()); // or the page was restored from the back/forward cache
    this.querySelector('.compare-bar__clear').addEventListener('click', () => {
      this.keep([]);
      this.say(this.dataset.dropped, 0);
      document.getElementById('main').focus({ preventScroll: true }); // the focused element was removed
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

  // Whether the browser's storage works; tested once.
  get works() {
    return this.keeps ??= this.keep(this.picked);
  }

  // False if the browser cannot store it.
  keep(picked) {
    try { localStorage.setItem('compare', this.constructor.write(picked)); } catch { return false; }
    this.show();
    return true;
  }

  // Picks or unpicks a product.
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
    const isRead = products.length > 1 || (shown !== undefined && this.constructor.write(products) === query); // do not offer another comparison over the one on screen
    this.querySelector('.compare-bar__inner').hidden = !picked.length || isRead;
    this.dispatchEvent(new Event('change'));
  }
});
