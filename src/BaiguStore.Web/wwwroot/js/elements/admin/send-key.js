// <send-key>: Ctrl+Enter (or Command+Enter) in a field submits its form. Without script there is only the button.
customElements.define('send-key', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat || !event.target.form) return;
      event.preventDefault();
      event.target.form.requestSubmit();
    });
    this.querySelector('.send-key__hint').hidden = false;
  }
});
