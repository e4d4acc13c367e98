// <page-share data-title data-copied>: copies or shares the page's URL, or prints the page; unsupported actions are not offered. Hidden without
// script.
customElements.define('page-share', class extends HTMLElement {
  connectedCallback() {
    const can = { copy: !!navigator.clipboard, share: !!navigator.share, print: true };
    for (const button of this.querySelectorAll('button')) button.hidden = !can[button.value];
    this.addEventListener('click', ({ target }) => this[target.closest('button')?.value]?.());
    this.hidden = false;
  }

  get address() {
    return document.querySelector('link[rel="canonical"]')?.href ?? location.href;
  }

  async copy() {
    await navigator.clipboard.writeText(this.address);
    const [label, status] = [this.querySelector('[value="copy"] span'), this.querySelector('[role="status"]')];
    this.label ??= label.textContent;
    label.textContent = status.textContent = this.dataset.copied;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { label.textContent = this.label; status.textContent = ''; }, 2000);
  }

  async share() {
    try { await navigator.share({ title: this.dataset.title, url: this.address }); } catch { /* the visitor thought better of it */ }
  }

  print() {
    window.print();
  }
});
