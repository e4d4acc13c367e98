// <inline-rows data-...>: a table with a form per row (fields in the cells refer to it by `form`). Enter saves the row in place and moves to the next
// one, arrow keys move between rows, Esc discards the input, Ctrl+Z undoes the last save. Without script each row has a submit button.
customElements.define('inline-rows', class extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector('[role="status"]');
    [this.queue, this.edits, this.unsaved] = [createSaveQueue(), [], tabValue('unsaved rows')];
    this.rows = new Map([...this.querySelectorAll('tbody form')].map((form) => [form, new InlineRow(form, this)]));
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      this.rows.get(event.target).save();
    });
    this.addEventListener('keydown', (event) => this.press(event));
    for (const name of ['input', 'change']) {
      this.addEventListener(name, ({ target }) => {
        this.rows.get(target.form)?.mark();
        this.keep();
      });
    }
    this.addEventListener('focusout', ({ target }) => {
      const row = this.rows.get(target.form);
      if (row?.fields.includes(target)) row.tidy(target);
    });
    askBeforeLeaving(() => this.queue.isBusy || [...this.rows.values()].some((row) => row.isChanged()));
    for (const row of this.rows.values()) row.mark();
    this.offer();
  }

  text(key, ...values) {
    return values.reduce((text, value, i) => text.replaceAll(`{${i}}`, value), this.dataset[key]);
  }

  say(text) { this.said.textContent = text; }

  press(event) {
    const field = event.target;
    const row = this.rows.get(field.form);
    if (event.isComposing || event.altKey || event.shiftKey) return;
    const isField = row !== undefined && field.matches('input, select');
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !(isField && row.isChanged(field))) {
      event.preventDefault(); // in an edited field it is the browser's own undo
      this.undo(this.edits.findLast((e) => !e.isUndone));
    }
    if (!isField || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (event.repeat) return; // a key that is held down must not confirm
      row.save();
      this.step(field, 1);
    } else if (event.key === 'Escape') {
      row.restore();
      field.focus();
    } else if (field.localName !== 'select' && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.step(field, event.key === 'ArrowDown' ? 1 : -1);
    }
  }

  // The same field in the next row that has it.
  step(field, way) {
    const all = [...this.querySelectorAll(`tbody [name="${field.name}"]`)];
    const next = all[all.indexOf(field) + way];
    next?.focus();
    next?.select?.();
  }

  undo(edit) {
    if (!edit) return this.say(this.dataset.nothing);
    edit.row.tr.scrollIntoView({ block: 'nearest' });
    edit.row.undo(edit);
  }

  button(text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'link-button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  }

  // Stores unsaved input in this tab, together with that of earlier pages.
  keep() {
    for (const row of this.rows.values()) if (row.isChanged() || row.underWay > 0) this.left[row.key] = { sku: row.sku, values: row.values() };
      else if (!this.offered.has(row.key)) delete this.left[row.key];
    this.unsaved.write(Object.keys(this.left).length > 0 ? this.left : null);
  }

  rowOf(key) { return [...this.rows.values()].find((row) => row.key === key); }

  // Saved meanwhile: nothing to restore.
  withdraw(key) { if (this.offered.delete(key)) this.showOffer(); }

  // Offers to restore input that an earlier page of this tab left unsaved; it stays stored until then.
  offer() {
    this.left = this.unsaved.read() ?? {};
    const isSaved = ([key, { values }]) => this.rowOf(key)?.fields.every((f) => values[f.name] === this.rowOf(key).saved[f.name]);
    for (const entry of Object.entries(this.left)) if (isSaved(entry)) delete this.left[entry[0]];
    this.offered = new Set(Object.keys(this.left));
    this.bar = document.createElement('p');
    this.bar.className = 'product-rows__kept';
    this.said.after(this.bar);
    this.showOffer();
    this.keep();
  }

  showOffer() {
    const entries = [...this.offered].map((key) => [key, this.left[key]]);
    this.bar.hidden = entries.length === 0;
    const names = entries.flatMap(([, { sku }]) => {
      const link = document.createElement('a');
      link.href = `/admin/products?q=${encodeURIComponent(sku)}`;
      link.textContent = sku;
      return [link, ' '];
    });
    const [before, after] = this.text('kept', entries.length).split('{1}');
    this.bar.replaceChildren(before, ...names, after);
    if (entries.some(([key]) => this.rowOf(key))) this.bar.append(this.button(this.dataset.take, () => this.take()), ' ');
    this.bar.append(this.button(this.dataset.discard, () => {
      for (const key of this.offered) delete this.left[key];
      this.offered.clear();
      this.showOffer();
      this.keep();
    }));
  }

  // Restores the rows of this page; others wait for theirs.
  take() {
    let first;
    for (const key of [...this.offered]) {
      const [row, { values }] = [this.rowOf(key), this.left[key]];
      if (!row) continue;
      for (const field of row.fields) field.value = values[field.name] ?? field.value;
      row.mark();
      this.offered.delete(key);
      first ??= row;
    }
    this.keep();
    this.showOffer();
    first?.fields[0].focus();
  }
});
