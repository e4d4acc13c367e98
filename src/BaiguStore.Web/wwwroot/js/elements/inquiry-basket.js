// <inquiry-basket data-added>: the visitor's inquiry, stored in this browser as a query string. Its link opens the inquiry and shows the number of
// lines.
customElements.define('inquiry-basket', class extends HTMLElement {
  connectedCallback() {
    addEventListener('storage', () => this.show()); // changed in another tab
    addEventListener('pageshow', () => this.show()); // or the page was restored from the back/forward cache
    this.show();
  }

  // Part numbers with quantities. Any other stored text has no items.
  static read(query) {
    const items = new Map();
    for (const text of new URLSearchParams(query).getAll('item')) {
      const [, sku, digits] = /^(.*)\*(\d+)$/s.exec(text) ?? [text, text, '1'];
      if (sku && Number(digits)) items.set(sku, Math.min((items.get(sku) ?? 0) + Number(digits), 9999));
    }
    return items;
  }

  get query() {
    try { return localStorage.getItem('inquiry') ?? ''; } catch { return ''; }
  }

  get items() {
    return this.constructor.read(this.query);
  }

  // A list that is too long for a URL is posted by the page of the plain URL.
  get href() {
    const query = this.write(this.items);
    return query && query.length <= 3000 ? `/inquiry?${query}` : '/inquiry';
  }

  write(items) {
    return [...items].map(([sku, quantity]) => `item=${encodeURIComponent(`${sku}*${quantity}`)}`).join('&');
  }

  // Whether these are the stored items, in any order.
  holds(query) {
    const sorted = (items) => this.write(new Map([...items].sort()));
    return sorted(this.items) === sorted(this.constructor.read(query));
  }

  // False if the browser cannot store it, or is full.
  keep(query) {
    try { localStorage.setItem('inquiry', query); } catch { return false; }
    this.show();
    return true;
  }

  // Returns the new quantity; 0 if nothing was added, because the store's limit is reached.
  add(sku, count = 1) {
    const items = this.items;
    const quantity = Math.min((items.get(sku) ?? 0) + count, 9999);
    const query = this.write(items.set(sku, quantity));
    return items.size <= 500 && this.keep(query) ? quantity : 0;
  }

  show() {
    this.querySelector('a').href = this.href;
    this.querySelector('.inquiry-basket__count').textContent = this.items.size || '';
    this.dispatchEvent(new Event('change'));
  }
});
