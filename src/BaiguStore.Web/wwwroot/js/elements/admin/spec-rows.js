// <spec-rows data-name data-value data-unit data-add data-remove data-up data-as-text data-as-rows>: the lines of its text field (`name: value [unit]`) as
// rows, with names suggested from its datalist. The field stays what is posted, and can be looked at; without script it is all there is.
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

  // As the store reads the lines: the first colon that has no backslash ends the name, brackets at the end are the unit.
  read() {
    this.rows.replaceChildren();
    for (const line of this.text.value.split('\n').filter((l) => l.trim())) {
      const [, name, rest] = /^((?:\\.|[^\\:\uFF1A])*)[:\uFF1A]?(.*)$/.exec(line.trim());
      const [, value, unit] = /^(.*?)(?:\[([^[]*)\])?$/.exec(rest.trim());
      this.append([name.replace(/\\(.)/g, '$1').trim(), value.trim(), (unit ?? '').trim()]);
    }
    if (!this.rows.firstChild) this.append(['', '', '']);
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
    this.text.dispatchEvent(new Event('input', { bubbles: true })); // the draft is kept
  }
});
