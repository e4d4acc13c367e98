// <article-live for="FORM" data-url>: shows the text of the form as the store would publish it, a moment after the last stroke. Without script it
// shows what was saved, and a button of the form opens the preview.
customElements.define('article-live', class extends HTMLElement {
  connectedCallback() {
    const form = document.getElementById(this.getAttribute('for'));
    form.addEventListener('input', () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.show(form), 400);
    });
  }

  async show(form) {
    this.asked?.abort();
    this.asked = new AbortController();
    const draft = this.querySelector('.article-editor__draft');
    const typed = new URLSearchParams(new FormData(form));
    typed.set('fragment', 'true');
    try {
      const answer = await fetch(this.dataset.url, { method: 'POST', body: typed, signal: this.asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const shown = page.querySelector('.article-draft, .form-error');
      if (!shown) throw new Error(`${answer.status}`);
      shown.removeAttribute('autofocus');
      draft.replaceChildren(document.adoptNode(shown));
    } catch (error) {
      if (error.name !== 'AbortError') draft.textContent = this.dataset.failed;
    }
  }
});
