// <offline-notice data-offline data-kept>: reports a lost connection, and prevents leaving the page with its input until the connection is back.
customElements.define('offline-notice', class extends HTMLElement {
  connectedCallback() {
    addEventListener('offline', () => { this.textContent = this.dataset.offline; });
    addEventListener('online', () => { this.textContent = ''; });
    document.addEventListener('submit', (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      this.textContent = event.target.method === 'post' ? this.dataset.kept : this.dataset.offline;
    });
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href]');
      if (navigator.onLine || event.defaultPrevented || !link || link.origin !== location.origin || (link.pathname === location.pathname && link.hash)) return;
      event.preventDefault();
      this.textContent = this.dataset.offline;
    });
    if (!navigator.onLine) this.textContent = this.dataset.offline;
  }
});
