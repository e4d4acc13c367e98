// <compare-sheet data-query>: the displayed comparison becomes the stored selection. One that somebody else sent does not overwrite the visitor's
// own.
customElements.define('compare-sheet', class extends HTMLElement {
  connectedCallback() {
    const bar = document.querySelector('compare-bar');
    const from = URL.parse?.(document.referrer);
    const isOwn = from?.origin === location.origin;
    const shown = bar.constructor.read(this.dataset.query);
    if (shown.length ? isOwn || !bar.picked.length : isOwn && from.pathname === location.pathname) bar.keep(shown); // empty: the last product was removed
  }
});
