// <markdown-preview data-url data-field data-failed>: live preview of its field's text, rendered by the store, debounced. Without script its button
// requests a page with the preview.
customElements.define('markdown-preview', class extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector(`[name="${this.dataset.field}"]`);
    this.result = this.querySelector('.markdown-preview__result');
    this.querySelector('.markdown-preview__ask').hidden = true;
    this.field.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(), 500);
    });
    if (this.field.value) this.show();
  }

  async show() {
    const text = this.field.value;
    const body = new URLSearchParams({ markdown: text, __RequestVerificationToken: this.field.form.elements.__RequestVerificationToken.value });
    try {
      const answer = await fetch(this.dataset.url, { method: 'POST', body, redirect: 'manual' });
      const made = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.prose');
      if (text === this.field.value) this.result.replaceChildren(made ? document.adoptNode(made) : this.dataset.failed);
    } catch {
      this.result.replaceChildren(this.dataset.failed);
    }
  }
});
