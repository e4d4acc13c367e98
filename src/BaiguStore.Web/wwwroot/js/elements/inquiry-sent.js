// <inquiry-sent>: on the page of a newly sent inquiry, shows a message, deletes the draft, and clears the visitor's list if that is what was sent.
customElements.define('inquiry-sent', class extends HTMLElement {
  connectedCallback() {
    if (!location.hash.startsWith('#sent')) return;
    this.querySelector('[role="status"]').hidden = false;
    if (location.hash === '#sent') document.querySelector('inquiry-basket').keep('');
    try { localStorage.removeItem('inquiry-draft'); } catch { /* nothing was kept */ }
    history.replaceState(history.state, '', location.pathname);
  }
});
