// <inline-rows data-failed data-lost>: a table whose rows have forms of their own (fields stand in the cells by `form`). Enter saves the row in place and
// goes on to the next one, the arrows go from row to row in a column, Esc takes back what was typed. Without script each row has its button.
customElements.define('inline-rows', class extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector('[role="status"]');
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save(event.target);
    });
    this.addEventListener('keydown', (event) => this.press(event));
    this.addEventListener('input', ({ target }) => this.mark(target.form));
    for (const row of this.querySelectorAll('tbody tr')) this.mark(row.querySelector('form'));
  }

  press(event) {
    const field = event.target;
    if (!field.matches('input:not([type="checkbox"]), select') || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const isList = field.localName === 'select';
    if (event.key === 'Enter') {
      event.preventDefault();
      this.save(field.form).then((saved) => saved && this.step(field, 1));
    } else if (event.key === 'Escape') {
      field.form.reset();
      this.mark(field.form);
      this.say('');
    } else if (!isList && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.step(field, event.key === 'ArrowDown' ? 1 : -1);
    }
  }

  // The same field of the next row that has it.
  step(field, way) {
    const all = [...this.querySelectorAll(`tbody [name="${field.name}"]`)];
    const next = all[all.indexOf(field) + way];
    next?.focus();
    next?.select?.();
  }

  fields(form) {
    return form ? [...form.elements].filter((f) => f.matches('input:not([type="hidden"]), select')) : [];
  }

  changed(form) {
    return this.fields(form).some((f) => f.localName === 'select' ? !f.selectedOptions[0].defaultSelected : f.value !== f.defaultValue);
  }

  mark(form) {
    form?.closest('tr').classList.toggle('is-changed', this.changed(form));
  }

  say(text, row, isError) {
    this.said.textContent = text;
    row?.classList.toggle('is-wrong', Boolean(isError));
  }

  async save(form) {
    if (!this.changed(form)) return true;
    const row = form.closest('tr');
    let answer;
    try {
      answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
    } catch {
      this.say(this.dataset.failed, row, true);
      return false;
    }
    if (answer.type === 'opaqueredirect') this.say(this.dataset.lost, row, true);
    else if (!answer.headers.get('Content-Type')?.includes('json')) this.say(this.dataset.failed, row, true);
    else {
      const now = await answer.json();
      if (answer.ok) this.settle(form, now);
      else this.say(now.error, row, true);
      if (answer.status === 409) this.show(form, now);
      if (answer.ok) this.say(now.said, row, false);
    }
    this.mark(form);
    return answer.ok;
  }

  // What the form holds is what is saved.
  settle(form, { version, listPrice }) {
    form.elements.Version.value = version;
    if (form.elements.ListPrice) form.elements.ListPrice.value = listPrice;
    for (const field of this.fields(form))
      if (field.localName === 'select') for (const option of field.options) option.defaultSelected = option.selected;
      else field.defaultValue = field.value;
  }

  // What another has saved stands in the form as what Esc goes back to; what was typed stays.
  show(form, { version, listPrice, stock, published }) {
    form.elements.Version.value = version;
    const there = { ListPrice: listPrice, Stock: stock, Published: String(published) };
    for (const field of this.fields(form)) {
      const [typed, wasTouched] = [field.value, field.localName === 'select' ? !field.selectedOptions[0].defaultSelected : field.value !== field.defaultValue];
      if (field.localName === 'select') for (const option of field.options) option.defaultSelected = option.value === there[field.name];
      else field.defaultValue = there[field.name];
      field.value = wasTouched ? typed : there[field.name];
    }
  }
});
