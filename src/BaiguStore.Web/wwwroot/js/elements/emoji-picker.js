// <emoji-picker for="ID">: its buttons insert a shortcode at the cursor of the field. Without script the codes can be typed.
customElements.define('emoji-picker', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      const shortcode = event.target.closest('[data-shortcode]')?.dataset.shortcode;
      const field = document.getElementById(this.getAttribute('for'));
      if (!shortcode || !field) return;
      field.setRangeText(shortcode, field.selectionStart, field.selectionEnd, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
    });
  }
});
