// <compare-sheet data-query>: what a comparison shows is what is picked from then on. One that somebody sent leaves the visitor's own alone.
customElements.define('compare-sheet', class extends HTMLElement {
  connectedCallback() {
    const bar = document.querySelector('compare-bar');
    const from = URL.parse?.(document.referrer);
    const isOwn = from?.origin === location.origin;
    const shown = bar.constructor.read(this.dataset.query);
    if (shown.length ? isOwn || !bar.picked.length : isOwn && from.pathname === location.pathname) bar.keep(shown); // none: the last one was taken away
  }
});
