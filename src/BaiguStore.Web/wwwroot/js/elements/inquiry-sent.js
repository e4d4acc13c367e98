// <inquiry-sent>: on the page of an inquiry that was sent just now, says so, forgets what was typed, and empties the visitor's list if that is what was sent.
customElements.define('inquiry-sent', class extends HTMLElement {
  connectedCallback() {
    if (!location.hash.startsWith('#sent')) return;
    this.querySelector('[role="status"]').hidden = false;
    if (location.hash === '#sent') document.querySelector('inquiry-basket').keep('');
    try { localStorage.removeItem('inquiry-draft'); } catch { /* nothing was kept */ }
    history.replaceState(history.state, '', location.pathname);
  }
});
