// <tree-editor>: the tree's links and buttons work in place, and its rows can be moved by their handles, with the pointer or the arrow keys. Each
// move is the post that a form without script would send; what the store answers is shown, and said.
customElements.define('tree-editor', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      const link = event.target.closest('.tree-editor__toggle[href]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.take(link.href, {}, link.id);
    });
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      const { submitter } = event;
      this.post(submitter.formAction, submitter.name ? { [submitter.name]: submitter.value } : {}, submitter.id);
    });
    this.addEventListener('keydown', (event) => {
      if (!event.target.matches('.tree-editor__handle') || !event.key.startsWith('Arrow')) return;
      event.preventDefault();
      this.step(event.target.closest('.tree-editor__item'), event.key.slice(5), event.target.id);
    });
    this.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.target.matches('.tree-editor__handle')) this.lift(event);
    });
    this.prepare();
  }

  prepare() {
    this.querySelector('.tree-editor__keys').hidden = false;
    for (const handle of this.querySelectorAll('.tree-editor__handle')) handle.hidden = false;
  }

  step(item, way, focus) {
    const place = `/admin/categories/${item.dataset.id}`;
    const above = item.parentElement.closest('.tree-editor__item');
    const before = item.previousElementSibling;
    if (way === 'Up' || way === 'Down') this.post(`${place}/position`, { Way: way.toLowerCase() }, focus);
    else if (way === 'Left' && above) this.post(`${place}/parent`, { ParentId: above.dataset.parent, Before: above.nextElementSibling?.dataset.id ?? '' }, focus);
    else if (way === 'Right' && before) this.post(`${place}/parent`, { ParentId: before.dataset.id }, focus);
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

  drop(item, { row, how }, focus) {
    const there = row.closest('.tree-editor__item');
    const next = how === 'before' ? there : there.nextElementSibling;
    const to = how === 'into' ? { ParentId: there.dataset.id } : { ParentId: there.dataset.parent, Before: next?.dataset.id ?? '' };
    this.post(`/admin/categories/${item.dataset.id}/parent`, to, focus);
  }

  post(url, values, focus) {
    const form = new FormData(this.querySelector('form'));
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    return this.take(url, { method: 'POST', body: new URLSearchParams(form) }, focus);
  }

  // Takes the tree from the page that the store answers, and says what that page says.
  async take(url, request, focus) {
    try {
      const answer = await fetch(url, request);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const tree = page.querySelector('tree-editor form');
      if (tree) {
        this.querySelector('form').replaceWith(document.adoptNode(tree));
        history.replaceState(history.state, '', answer.url);
        this.prepare();
        document.getElementById(focus)?.focus();
      }
      this.say(page.querySelector('.form-error p, .notice span')?.textContent ?? (tree ? '' : this.dataset.failed));
    } catch {
      this.say(this.dataset.failed);
    }
  }

  say(text) {
    this.querySelector('.tree-editor__said').textContent = text;
  }
});
