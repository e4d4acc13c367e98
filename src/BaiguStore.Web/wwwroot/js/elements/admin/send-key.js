// <send-key>: Ctrl+Enter (or the command key) in a field sends the field's form, as its button does. Without script there is the button alone.
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
