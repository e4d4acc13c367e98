// <kept-draft data-address data-saved data-offer data-take data-drop data-taken>: keeps what is typed into its form in this browser, by address and
// version, until the store has saved it; so it outlives a closed window and an ended session. Brought back with an older version it
// meets the newer one on the store's page for two editors. data-saved: this page says that the form before it was saved.
customElements.define('kept-draft', class extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.begin()); // once the elements within have made their fields
  }

  begin() {
    this.form = this.querySelector('form[action]');
    this.key = `draft ${this.dataset.address}`;
    this.read = (store, key) => { try { return store.getItem(key); } catch { return null; } };
    this.write = (store, key, text) => { try { if (text === null) store.removeItem(key); else store.setItem(key, text); } catch { /* the browser keeps nothing */ } };
    if (this.dataset.saved) {
      const sent = this.read(sessionStorage, 'draft sent');
      if (sent) this.write(localStorage, sent, null);
    }
    this.write(sessionStorage, 'draft sent', null);
    this.before = JSON.stringify(this.fields());
    const kept = JSON.parse(this.read(localStorage, this.key) ?? 'null');
    if (kept && JSON.stringify(kept.fields) !== this.before && !document.querySelector('[aria-invalid="true"], .form-error')) this.offer(kept);
    this.form.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 400);
    });
    this.form.addEventListener('submit', () => {
      clearTimeout(this.timer);
      this.keep();
      this.write(sessionStorage, 'draft sent', this.key);
    });
    addEventListener('pagehide', () => { if (this.timer) this.keep(); });
  }

  // Name and value of each field that is the member's own.
  fields() {
    return [...new FormData(this.form)].filter(([name]) => name !== '__RequestVerificationToken' && name !== 'Then');
  }

  keep() {
    const fields = this.fields();
    if (JSON.stringify(fields) !== this.before) this.write(localStorage, this.key, JSON.stringify({ at: Date.now(), fields }));
  }

  offer(kept) {
    const bar = document.createElement('p');
    bar.className = 'kept-draft__offer';
    bar.setAttribute('role', 'status');
    bar.append(this.dataset.offer.replace('{0}', new Date(kept.at).toLocaleString(document.documentElement.lang)), ' ');
    const button = (text, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'link-button';
      made.textContent = text;
      made.addEventListener('click', act);
      bar.append(made, ' ');
    };
    button(this.dataset.take, () => {
      const seen = {};
      for (const [name, value] of kept.fields) {
        const found = this.form.elements.namedItem(name);
        seen[name] = (seen[name] ?? -1) + 1;
        const field = found instanceof RadioNodeList && found[0].type !== 'radio' ? found[seen[name]] : found; // rows have a field of one name each
        if (!field) continue;
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
      bar.replaceChildren(this.dataset.taken);
    });
    button(this.dataset.drop, () => {
      this.write(localStorage, this.key, null);
      bar.remove();
    });
    this.prepend(bar);
  }
});
