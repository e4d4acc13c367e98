// <list-density for="ID">: table or cards; the choice is remembered. Without script the list is a table.
customElements.define('list-density', class extends HTMLElement {
  connectedCallback() {
    const list = document.getElementById(this.getAttribute('for'));
    if (!list) return;
    const buttons = [...this.querySelectorAll('button')];
    const choose = (density) => {
      list.dataset.density = density;
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === density));
    };
    let remembered;
    try { remembered = localStorage.getItem('density'); } catch { /* not remembered then */ }
    choose(remembered === 'cards' ? 'cards' : 'table');
    this.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      choose(button.value);
      try { localStorage.setItem('density', button.value); } catch { /* holds for this page */ }
    });
    this.hidden = false;
  }
});
