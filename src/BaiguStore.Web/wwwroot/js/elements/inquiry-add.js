// <inquiry-add data-sku data-added>: its link puts the product into the inquiry and stays here. Without script it opens an inquiry of this one product.
customElements.define('inquiry-add', class extends HTMLElement {
  connectedCallback() {
    this.querySelector('.button').addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const basket = document.querySelector('inquiry-basket');
      const quantity = basket.add(this.dataset.sku);
      if (!quantity) return;
      event.preventDefault();
      this.querySelector('[role="status"]').textContent = this.dataset.added.replace('{0}', quantity);
      const open = this.querySelector('.inquiry-add__open');
      open.href = basket.href;
      open.hidden = false;
    });
  }
});
