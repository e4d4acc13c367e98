// A row of <inline-rows>: values of the fields, saved values, pending saves, and the row's message.
class InlineRow {
  constructor(form, table) {
    [this.form, this.table, this.tr] = [form, table, form.closest('tr')];
    this.sku = this.tr.querySelector('.sku').textContent.trim();
    this.fields = [...form.elements].filter((f) => f.matches('input:not([type="hidden"]), select'));
    const savedIn = (f) => f.localName === 'select' ? [...f.options].find((o) => o.defaultSelected).value : f.defaultValue;
    this.saved = Object.fromEntries(this.fields.map((f) => [f.name, savedIn(f)]));
    this.base = this.saved; // the values last sent, or the saved ones if no save is pending
    this.edits = []; // each with the values saved before it
    [this.underWay, this.turn] = [0, 0];
    this.undoButton = table.button(table.dataset.undo, () => this.table.undo(this.edits.findLast((e) => !e.isUndone)));
    this.undoButton.classList.add('product-rows__undo');
    this.undoButton.setAttribute('aria-label', table.text('undoName', this.sku));
    form.append(this.undoButton);
  }

  get key() { return this.form.action; }

  values() { return Object.fromEntries(this.fields.map((f) => [f.name, f.value])); }

  isChanged(field) { return field ? field.value !== this.base[field.name] : this.fields.some((f) => this.isChanged(f)); }

  mark() {
    this.tr.classList.toggle('is-changed', this.isChanged());
    this.tr.classList.toggle('is-saving', this.underWay > 0);
    this.undoButton.hidden = this.isChanged() || this.edits.every((e) => e.isUndone);
  }

  // Saves the present values. After a confirmation question it confirms.
  save() {
    if (!this.isChanged()) return;
    const sent = this.values();
    const isSure = this.question !== undefined && this.question === sent.ListPrice;
    const edit = { row: this, isUndone: false };
    this.edits.push(edit);
    this.table.edits.push(edit);
    this.send(sent, isSure, edit);
  }

  // Restores the values before an edit. One that was not saved has nothing to undo.
  undo(edit) {
    edit.isUndone = true;
    this.turn += 1;
    const { turn } = this;
    return this.run(async () => {
      if (!edit.before || turn !== this.turn) return; // a later save has replaced its values
      for (const field of this.fields) if (!this.isChanged(field)) field.value = edit.before[field.name];
      this.base = edit.before;
      if (await this.post(edit.before, true)) this.table.say(this.table.text('undone', this.sku));
      else edit.isUndone = false;
    });
  }

  send(sent, isSure, edit) {
    this.base = sent;
    this.turn += 1;
    this.clear();
    return this.run(async () => {
      const before = this.saved;
      if (await this.post(sent, isSure)) edit.before = before;
      else this.forget(edit);
    });
  }

  forget(edit) {
    for (const list of [this.edits, this.table.edits]) list.splice(list.indexOf(edit), 1);
  }

  async run(task) {
    this.underWay += 1;
    this.mark();
    this.table.keep();
    await this.table.queue.run(this.key, task);
    this.underWay -= 1;
    this.mark();
    this.table.keep();
  }

  // Uses the version of the previous response, so that the user's own saves never conflict.
  async post(sent, isSure) {
    const body = new URLSearchParams(new FormData(this.form));
    for (const [name, value] of Object.entries(sent)) body.set(name, value);
    if (isSure) body.set('Confirmed', sent.ListPrice);
    const outcome = await postToStore(this.form.action, body);
    if (outcome.kind === 'saved') {
      this.lost = null;
      this.settle(sent, outcome.data);
      this.table.withdraw(this.key);
      this.table.say(outcome.data.said);
      return true;
    }
    if (outcome.kind === 'conflict' && this.lost && this.sameAs(this.lost, outcome.data)) { // it was saved after all: only the response was lost
      this.lost = null;
      this.form.elements.Version.value = outcome.data.version;
      return this.post(sent, isSure);
    }
    if (['unreachable', 'unavailable', 'failed'].includes(outcome.kind)) this.lost = sent;
    this.fail(sent, outcome);
    return false;
  }

  sameAs(sent, now) {
    const there = this.read(now);
    const isPriceSame = Number(sent.ListPrice.replace(/[^\d.]/g, '')) === Number(there.ListPrice);
    return isPriceSame && this.fields.every((f) => f.name === 'ListPrice' || sent[f.name] === there[f.name]);
  }

  read({ listPrice, stock, published }) { return { ListPrice: listPrice, Stock: stock, Published: String(published) }; }

  // Applies the saved values. A field that is focused, or was edited since, is unchanged.
  settle(sent, now) {
    this.form.elements.Version.value = now.version;
    this.saved = this.read(now);
    const isLast = this.base === sent;
    const base = { ...this.saved };
    for (const field of this.fields) {
      if (field.value !== sent[field.name]) continue;
      if (field === document.activeElement) base[field.name] = field.value;
      else if (isLast) field.value = this.saved[field.name];
    }
    if (!isLast) return;
    this.base = base;
    this.clear();
  }

  // Formats the value like the store, once the field is not focused.
  tidy(field) {
    if (this.underWay > 0 || this.isChanged(field)) return;
    field.value = this.saved[field.name];
    this.base = { ...this.base, [field.name]: field.value };
  }

  fail(sent, outcome) {
    if (this.base !== sent) return; // a later edit is pending
    const [text, { dataset }] = [failureText(outcome), this.table];
    const untouched = this.fields.filter((f) => f.value === this.saved[f.name]);
    if (outcome.kind === 'conflict') {
      this.form.elements.Version.value = outcome.data.version;
      this.saved = this.read(outcome.data);
      for (const field of untouched) if (field !== document.activeElement) field.value = this.saved[field.name];
    }
    this.base = this.saved;
    const yes = { question: dataset.confirm, conflict: dataset.mine }[outcome.kind] ?? dataset.again;
    const no = { question: dataset.restore, conflict: dataset.theirs }[outcome.kind] ?? dataset.restore;
    this.show(text.includes(this.sku) ? text : `${this.sku}: ${text}`, yes, no);
    if (outcome.kind === 'question') this.question = sent.ListPrice;
  }

  show(text, yes, no) {
    this.clear();
    this.tr.classList.add('is-wrong');
    this.note = document.createElement('tr');
    this.note.className = 'product-rows__note';
    const cell = this.note.insertCell();
    cell.colSpan = this.tr.cells.length;
    const said = document.createElement('p');
    said.append(text, ' ', this.table.button(yes, () => this.save()), ' ', this.table.button(no, () => this.restore()));
    cell.append(said);
    this.tr.after(this.note);
    this.table.say(text);
  }

  clear() {
    this.note?.remove();
    this.note = this.question = undefined;
    this.tr.classList.remove('is-wrong');
  }

  restore() {
    for (const field of this.fields) field.value = this.base[field.name];
    this.clear();
    this.mark();
    this.table.keep();
    this.table.say('');
    this.fields[0].focus();
  }
}
