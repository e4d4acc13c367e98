// <article-live for="FORM" data-text="FIELD" data-url>: live preview of the form's text, rendered by the store, debounced, and scrolled along with
// the field. Without script it shows the saved text, and a button of the form opens the preview.
customElements.define('article-live', class extends HTMLElement {
  connectedCallback() {
    const form = document.getElementById(this.getAttribute('for'));
    this.draft = this.querySelector('.article-editor__draft');
    this.field = form.elements.namedItem(this.dataset.text);
    form.addEventListener('input', () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.show(form), 400);
    });
    this.field.addEventListener('scroll', () => this.follow(), { passive: true });
    this.follow();
  }

  async show(form) {
    this.asked?.abort();
    this.asked = new AbortController();
    const typed = new URLSearchParams(new FormData(form));
    typed.set('fragment', 'true');
    try {
      const answer = await fetch(this.dataset.url, { method: 'POST', body: typed, signal: this.asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const shown = page.querySelector('.article-draft, .form-error');
      if (!shown) throw new Error(`${answer.status}`);
      shown.removeAttribute('autofocus');
      this.draft.replaceChildren(document.adoptNode(shown));
      this.follow();
    } catch (error) {
      if (error.name !== 'AbortError') this.draft.textContent = this.dataset.failed;
    }
  }

  // Scrolls the preview to the part at the top of the field: between two headings, which both have, by interpolation.
  follow() {
    const { field, draft } = this;
    const prose = draft.querySelector('.prose');
    const most = field.scrollHeight - field.clientHeight;
    if (!prose || most <= 0) return;
    const top = (element) => element.getBoundingClientRect().top - draft.getBoundingClientRect().top + draft.scrollTop;
    const headings = [...prose.querySelectorAll('h2, h3, h4, h5, h6')];
    const text = field.value.replace(/^(`{3,}|~{3,})[^]*?^\1/gm, (code) => ' '.repeat(code.length)); // ignores lines in code blocks that look like headings
    const written = [...text.matchAll(/^#{2,6} /gm)].map((match) => match.index / text.length);
    const marks = headings.length === written.length ? written.map((share, n) => [share, top(headings[n])]) : [];
    const places = [[0, top(prose)], ...marks, [1, top(prose) + prose.offsetHeight]];
    const share = field.scrollTop / field.scrollHeight;
    const next = Math.max(1, places.findIndex(([at]) => at > share));
    const [[from, start], [to, end]] = [places[next - 1], places[next]];
    const there = start + (end - start) * (share - from) / Math.max(to - from, 1e-9);
    draft.scrollTop = field.scrollTop === 0 ? 0 : field.scrollTop >= most - 1 ? draft.scrollHeight : there;
  }
});
