// <inquiry-draft>: stores its form's input beside the list (contact, pasted text) in this browser until it was sent, so that a closed window loses
// nothing. Values of the page take precedence.
customElements.define('inquiry-draft', class extends HTMLElement {
  connectedCallback() {
    this.fields = ['Name', 'Company', 'Phone', 'Email', 'Message', 'Paste'].map((name) => this.querySelector(`[name="${name}"]`)).filter(Boolean);
    const kept = this.read();
    for (const field of this.fields) field.value ||= kept[field.name] ?? '';
    if (this.querySelector('[name="Paste"]').value) this.querySelector('details').open = true;
    this.addEventListener('input', (event) => {
      if (this.fields.includes(event.target)) this.keep();
    });
    this.addEventListener('submit', (event) => {
      if (event.submitter?.hasAttribute('formaction')) this.keep({ Paste: '' }); // the store returns the text if it could not be read
    });
  }

  read() {
    try { return JSON.parse(localStorage.getItem('inquiry-draft')) ?? {}; } catch { return {}; }
  }

  keep(but = {}) {
    const typed = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
    try { localStorage.setItem('inquiry-draft', JSON.stringify({ ...this.read(), ...typed, ...but })); } catch { /* the browser keeps nothing */ }
  }
});
