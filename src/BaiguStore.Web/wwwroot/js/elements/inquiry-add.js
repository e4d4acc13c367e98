// <inquiry-add data-sku>: its form or link adds the product to the inquiry without leaving the page. Without script it opens an inquiry for this
// product.
customElements.define('inquiry-add', class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    const basket = document.querySelector('inquiry-basket');
    const add = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const quantity = basket.add(this.dataset.sku, Number(this.form?.elements.n.value ?? 1));
      if (!quantity) return;
      event.preventDefault();
      this.say(basket, quantity);
    };
    if (this.form) this.form.addEventListener('submit', add);
    else this.querySelector('a').addEventListener('click', add);
    if (this.querySelector('[role="status"]')) return;
    const show = () => this.classList.toggle('is-in', basket.items.has(this.dataset.sku));
    basket.addEventListener('change', show);
    customElements.whenDefined('inquiry-basket').then(show);
  }

  // Without a message area of its own, the basket shows the message.
  say(basket, quantity) {
    const own = this.querySelector('[role="status"]');
    (own ?? basket.querySelector('[role="status"]')).textContent = basket.dataset.added.replace('{0}', quantity);
    const open = this.querySelector('.inquiry-add__open');
    if (!open) return;
    open.href = basket.href;
    open.hidden = false;
  }
});
