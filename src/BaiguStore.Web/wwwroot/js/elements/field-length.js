// <field-length for="FIELD" data-most data-over>: shows a message while a text is too long. Nothing is cut off.
customElements.define('field-length', class extends HTMLElement {
  connectedCallback() {
    const field = document.getElementById(this.getAttribute('for'));
    const say = () => {
      const length = field.value.trim().length;
      this.hidden = length <= Number(this.dataset.most);
      this.textContent = this.hidden ? '' : this.dataset.over.replace('{1}', length);
    };
    field.addEventListener('input', say);
    say();
  }
});
