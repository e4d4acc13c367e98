// <quote-lines data-total data-filled data-over data-undo>: the prices of an answer. Subtotals and total are updated while typing; the store computes
// them again before sending. Enter and arrow keys move between prices, a pasted spreadsheet column fills downwards.
customElements.define('quote-lines', class extends HTMLElement {
  connectedCallback() {
    this.prices = [...this.querySelectorAll('[name="Prices"]')];
    this.said = this.querySelector('.quote-lines__said');
    this.querySelector('.quote-lines__label').textContent = this.dataset.total;
    this.addEventListener('input', () => this.reckon());
    this.addEventListener('keydown', (event) => this.press(event));
    this.addEventListener('paste', (event) => this.paste(event));
    this.reckon();
  }

  // Parses like the store, in fen; null for no price, NaN for invalid input.
  static read(text) {
    const plain = text.normalize('NFKC').trim().replace(/^\u00A5/, '').replace(/\u5143$/, '').trim();
    if (plain === '') return null;
    return /^([1-9]\d{0,2}(,\d{3})+|0|[1-9]\d*)(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain.replaceAll(',', '')) * 100) : NaN;
  }

  static format(fen) {
    return `\u00A5${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 })}`;
  }

  reckon() {
    let total = 0;
    for (const price of this.prices) {
      const fen = this.constructor.read(price.value) * Number(price.dataset.quantity);
      price.closest('tr').querySelector('.quote-lines__subtotal').textContent = fen > 0 ? this.constructor.format(fen) : '\u2014';
      total += fen || 0;
    }
    this.querySelector('.quote-lines__total').textContent = this.constructor.format(total);
  }

  press(event) {
    const at = this.prices.indexOf(event.target);
    const way = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !way || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = this.prices[at + way];
    next?.focus();
    next?.select();
  }

  paste(event) {
    const at = this.prices.indexOf(event.target);
    const cells = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t')[0].trim());
    if (at < 0 || cells.length < 2) return;
    event.preventDefault();
    const [fields, before] = [this.prices.slice(at, at + cells.length), this.prices.map((price) => price.value)];
    for (const [i, field] of fields.entries()) field.value = cells[i];
    this.changed(fields.at(-1));
    const over = cells.length - fields.length;
    const undo = document.createElement('button');
    undo.type = 'button';
    undo.className = 'link-button';
    undo.textContent = this.dataset.undo;
    undo.addEventListener('click', () => {
      for (const [i, value] of before.entries()) this.prices[i].value = value;
      this.said.replaceChildren();
      this.changed(fields[0]);
    });
    this.said.replaceChildren(this.dataset.filled.replace('{0}', fields.length), over > 0 ? this.dataset.over.replace('{0}', over) : '', ' ', undo);
  }

  // Notifies the form's draft, too.
  changed(field) {
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }
});
