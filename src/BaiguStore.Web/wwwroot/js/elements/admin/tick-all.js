// <tick-all data-form data-ticked>: selects all rows of the page and shows how many are selected. Hidden without script.
customElements.define('tick-all', class extends HTMLElement {
  connectedCallback() {
    const all = this.querySelector('input');
    const said = this.querySelector('[role="status"]');
    const ticks = () => [...document.querySelectorAll(`input[name="Ids"][form="${this.dataset.form}"]`)];
    const count = () => {
      const [boxes, ticked] = [ticks(), ticks().filter((t) => t.checked)];
      all.checked = ticked.length === boxes.length;
      all.indeterminate = ticked.length > 0 && !all.checked;
      said.textContent = ticked.length > 0 ? this.dataset.ticked.replace('{0}', ticked.length) : '';
    };
    all.addEventListener('change', () => {
      for (const tick of ticks()) tick.checked = all.checked;
      count();
    });
    document.addEventListener('change', ({ target }) => { if (target.name === 'Ids') count(); });
    this.hidden = false;
    count();
  }
});
