// <spec-rows data-name data-value data-unit data-add data-remove data-up data-as-text data-as-rows data-pasted>: shows the lines of its text field
// (`name: value [unit]`) as rows, with suggestions from its datalist. A pasted table fills rows. The form still posts the text field, which can also
// be shown; without script there is only that.
customElements.define('spec-rows', class extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector('textarea');
    this.list = this.querySelector('datalist').id;
    this.rows = this.make('div', 'spec-rows__rows');
    this.rows.setAttribute('role', 'group');
    this.rows.setAttribute('aria-labelledby', 'spec-rows-label');
    const label = this.querySelector('label');
    label.id = 'spec-rows-label';
    this.add = this.button(this.dataset.add, () => this.append(['', '', '']).querySelector('input').focus());
    this.swap = this.button(this.dataset.asText, () => this.show(this.rows.hidden));
    const bar = this.make('p', 'form-actions');
    bar.append(this.add, this.swap);
    this.text.after(this.rows, bar);
    this.rows.addEventListener('input', (event) => {
      event.stopPropagation();
      this.store();
    });
    this.rows.addEventListener('paste', (event) => this.paste(event));
    this.said = this.make('p', 'visually-hidden');
    this.said.setAttribute('role', 'status');
    bar.after(this.said);
    this.text.addEventListener('change', () => { if (!this.rows.hidden) this.read(); });
    this.show(this.text.getAttribute('aria-invalid') !== 'true');
  }

  make(name, className) {
    const made = document.createElement(name);
    made.className = className;
    return made;
  }

  button(text, act) {
    const made = this.make('button', 'button button--quiet');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  }

  show(asRows) {
    if (asRows) this.read();
    this.rows.hidden = this.add.hidden = !asRows;
    this.text.hidden = asRows;
    this.swap.textContent = asRows ? this.dataset.asText : this.dataset.asRows;
  }

  read() {
    this.rows.replaceChildren();
    for (const line of this.text.value.split('\n').filter((l) => l.trim())) this.append(this.constructor.line(line));
    if (!this.rows.firstChild) this.append(['', '', '']);
  }

  // Pasted columns of a spreadsheet or a page (two or three), or lines of text: inserted from the focused row on.
  paste(event) {
    const read = this.constructor.table(event.clipboardData);
    if (read.length === 0) return;
    event.preventDefault();
    const row = event.target.closest('.spec-rows__row');
    const isBlank = [...row.querySelectorAll('input')].every((input) => !input.value.trim());
    const made = read.map((values) => this.append(values));
    row.after(...made);
    if (isBlank) row.remove();
    made.at(-1).querySelector('input').focus();
    this.store();
    this.said.textContent = this.dataset.pasted.replace('{0}', read.length);
  }

  // Name, value and unit of each row; null for a single line without columns, which is pasted normally.
  static table(clipboard) {
    const page = new DOMParser().parseFromString(clipboard.getData('text/html'), 'text/html');
    const clean = (cell) => cell.replace(/\s+/g, ' ').trim();
    const cells = [...page.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => clean(cell.innerText ?? cell.textContent)));
    const text = clipboard.getData('text/plain');
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    if (cells.length === 0 && lines.length < 2 && !text.includes('\t')) return [];
    const rows = cells.length > 0 ? cells : lines.map((line) => (line.includes('\t') ? line.split('\t').map(clean) : this.line(line)));
    const head = /^(\u53C2\u6570|\u53C2\u6570\u540D\u79F0|\u540D\u79F0|\u9879\u76EE|\u6307\u6807|name|item|parameter|specification)$/i;
    return rows.map((row) => row.filter(Boolean)).filter(([name, value], n) => name && value && !(n === 0 && head.test(name)))
      .map(([name, value, ...rest]) => (rest.length === 1 ? [name, value, rest[0]] : [name, [value, ...rest].join(' '), '']));
  }

  // Parses a line like the store: the first unescaped colon ends the name, brackets at the end contain the unit.
  static line(typed) {
    const [, name, rest] = /^((?:\\.|[^\\:\uFF1A])*)[:\uFF1A]?(.*)$/.exec(typed.trim());
    const [, value, unit] = /^(.*?)(?:\[([^[]*)\])?$/.exec(rest.trim());
    return [name.replace(/\\(.)/g, '$1').trim(), value.trim(), (unit ?? '').trim()];
  }

  append(values) {
    const row = this.make('div', 'spec-rows__row');
    for (const [n, name] of ['name', 'value', 'unit'].entries()) {
      const input = this.make('input', `spec-rows__${name}`);
      input.value = values[n];
      input.setAttribute('aria-label', this.dataset[name]);
      input.placeholder = this.dataset[name];
      input.lang = 'zh-CN';
      if (n === 0) input.setAttribute('list', this.list);
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        (row.nextElementSibling ?? this.append(['', '', ''])).querySelector('input').focus();
      });
      row.append(input);
    }
    const up = this.button('\u2191', () => { row.previousElementSibling?.before(row); this.store(); up.focus(); });
    const remove = this.button('\u00D7', () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      this.store();
      (next?.querySelector('input') ?? this.add).focus();
    });
    up.ariaLabel = up.title = this.dataset.up;
    remove.ariaLabel = remove.title = this.dataset.remove;
    row.append(up, remove);
    this.rows.append(row);
    return row;
  }

  store() {
    this.text.value = [...this.rows.children].map((row) => {
      const [name, value, unit] = [...row.querySelectorAll('input')].map((i) => i.value.trim());
      if (!name && !value && !unit) return null;
      return `${name.replace(/[\\:\uFF1A]/g, '\\$&')}: ${value}${unit ? ` [${unit}]` : value.endsWith(']') ? ' []' : ''}`;
    }).filter((line) => line !== null).join('\n');
    this.text.dispatchEvent(new Event('input', { bubbles: true })); // so that the draft is stored
  }
});
