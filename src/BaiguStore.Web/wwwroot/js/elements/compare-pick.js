// <compare-pick data-sku>: picks or unpicks its product for comparison. Without script, or without storage, its link opens a comparison.
customElements.define('compare-pick', class extends HTMLElement {
  connectedCallback() {
    this.bar = document.querySelector('compare-bar');
    const link = this.querySelector('a');
    if (!link || !this.bar?.works) return;
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.className = link.className;
    this.button.ariaLabel = link.ariaLabel;
    this.button.append(...link.childNodes);
    this.button.addEventListener('click', () => this.bar.toggle(this.dataset.sku));
    link.replaceWith(this.button);
    this.bar.addEventListener('change', () => this.show());
    this.show();
  }

  show() {
    this.button.ariaPressed = String(this.bar.picked.includes(this.dataset.sku));
  }
});
