// <tree-editor>: the tree's links and buttons work in place, and rows can be moved by their handles, with the pointer or arrow keys. Each move is the
// post of the form without script, one after the other; the response is shown and announced. A move can be undone.
customElements.define('tree-editor', class extends HTMLElement {
  connectedCallback() {
    [this.queue, this.moves] = [createSaveQueue(), []];
    this.addEventListener('click', (event) => {
      const link = event.target.closest('.tree-editor__toggle[href]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.run(() => this.open(link.href, link.id));
    });
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      const { submitter } = event;
      const item = submitter.closest('.tree-editor__item');
      const isMove = submitter.matches('.tree-editor__step');
      const values = submitter.name ? { [submitter.name]: submitter.value } : {};
      this.run(() => this.post(submitter.formAction, values, submitter.id, item.dataset.id, isMove));
    });
    this.addEventListener('keydown', (event) => this.press(event));
    this.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.target.matches('.tree-editor__handle')) this.lift(event);
    });
    askBeforeLeaving(() => this.queue.isBusy);
    this.prepare();
  }

  prepare() {
    this.querySelector('.tree-editor__keys').hidden = false;
    for (const handle of this.querySelectorAll('.tree-editor__handle')) handle.hidden = false;
  }

  run(act) { return this.queue.run('tree', act); }

  press(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      this.run(() => this.undo());
    } else if (event.target.matches('.tree-editor__handle') && event.key.startsWith('Arrow')) {
      event.preventDefault();
      const { id } = event.target.closest('.tree-editor__item').dataset;
      this.run(() => this.step(id, event.key.slice(5), event.target.id));
    }
  }

  item(id) { return this.querySelector(`.tree-editor__item[data-id="${id}"]`); }

  // An item's position, in the form that the store expects.
  placeOf({ dataset, nextElementSibling }) { return { ParentId: dataset.parent, Before: nextElementSibling?.dataset.id ?? '' }; }

  // Reads the item's position when its turn has come, because earlier moves may have changed it.
  step(id, way, focus) {
    const item = this.item(id);
    if (!item) return undefined;
    const above = item.parentElement.closest('.tree-editor__item');
    const before = item.previousElementSibling;
    if (way === 'Up' || way === 'Down') return this.post(`/admin/categories/${id}/position`, { Way: way.toLowerCase() }, focus, id, true);
    if (way === 'Left' && above) return this.moveTo(id, this.placeOf(above), focus);
    if (way === 'Right' && before) return this.moveTo(id, { ParentId: before.dataset.id }, focus);
    return undefined;
  }

  moveTo(id, place, focus) { return this.post(`/admin/categories/${id}/parent`, place, focus, id, true); }

  async undo() {
    const move = this.moves.pop();
    if (!move) return this.say(this.dataset.nothing);
    if (await this.post(`/admin/categories/${move.id}/parent`, move.place, `handle-${move.id}`, move.id)) return undefined;
    return this.moves.push(move);
  }

  lift(event) {
    const handle = event.target;
    const item = handle.closest('.tree-editor__item');
    let target;
    const mark = (row, how) => {
      target?.row.classList.remove('is-before', 'is-behind', 'is-into');
      target = row && { row, how };
      row?.classList.add(`is-${how}`);
    };
    const move = ({ clientX, clientY }) => {
      const row = document.elementFromPoint(clientX, clientY)?.closest('.tree-editor__row');
      if (!row || !this.contains(row) || item.contains(row)) return mark();
      const { top, height } = row.getBoundingClientRect();
      const part = (clientY - top) / height;
      mark(row, part < 0.3 ? 'before' : part > 0.7 ? 'behind' : 'into');
    };
    const end = ({ type }) => {
      const found = target;
      mark();
      for (const name of ['pointerup', 'pointercancel', 'keydown']) handle.removeEventListener(name, name === 'keydown' ? giveUp : end);
      handle.removeEventListener('pointermove', move);
      item.classList.remove('is-lifted');
      this.say('');
      if (found && type === 'pointerup') this.drop(item, found, handle.id);
    };
    const giveUp = ({ key }) => { if (key === 'Escape') end({ type: 'escape' }); };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
    handle.addEventListener('keydown', giveUp);
    item.classList.add('is-lifted');
    this.say(this.dataset.lifted);
  }

  drop({ dataset: { id } }, { row, how }, focus) {
    const there = row.closest('.tree-editor__item');
    const next = how === 'before' ? there : there.nextElementSibling;
    const place = how === 'into' ? { ParentId: there.dataset.id } : { ParentId: there.dataset.parent, Before: next?.dataset.id ?? '' };
    this.run(() => this.moveTo(id, place, focus));
  }

  // Posts, and shows the response. A move is remembered for undo.
  async post(url, values, focus, id, isMove = false) {
    const item = this.item(id);
    const name = item?.querySelector('.tree-editor__name a').textContent.trim() ?? '';
    const move = isMove && item && { id, place: this.placeOf(item) };
    const form = new FormData(this.querySelector('form'));
    for (const [key, value] of Object.entries(values)) form.set(key, value);
    const outcome = await postToStore(url, new URLSearchParams(form), 'text/html');
    const error = outcome.page?.querySelector('.form-error p')?.textContent;
    if (outcome.kind !== 'saved' || !this.show(outcome.page, outcome.url, focus)) {
      const text = error ?? failureText(outcome);
      this.say(text.includes(name) ? text : `${name}: ${text}`, true);
      return false;
    }
    if (move) this.moves.push(move);
    this.say(outcome.page.querySelector('.notice span')?.textContent ?? '', false, move);
    return true;
  }

  async open(url, focus) {
    try {
      const answer = await fetch(url);
      if (this.show(new DOMParser().parseFromString(await answer.text(), 'text/html'), answer.url, focus)) this.say('');
      else this.say(this.dataset.failed, true);
    } catch {
      this.say(this.dataset.failed, true);
    }
  }

  // Replaces the tree by that of another page. If the user has moved on meanwhile, the focus stays.
  show(page, url, focus) {
    const tree = page.querySelector('tree-editor form');
    if (!tree) return false;
    const { activeElement } = document;
    const held = this.contains(activeElement) && activeElement.id ? activeElement.id : activeElement === document.body ? focus : null;
    this.querySelector('form').replaceWith(document.adoptNode(tree));
    history.replaceState(history.state, '', url);
    this.prepare();
    document.getElementById(held)?.focus();
    return true;
  }

  say(text, isWrong = false, canUndo = false) {
    const said = this.querySelector('.tree-editor__said');
    said.classList.toggle('is-wrong', isWrong);
    said.replaceChildren(text);
    if (!canUndo) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = this.dataset.undo;
    button.addEventListener('click', () => this.run(() => this.undo()));
    said.append(' ', button);
  }
});
