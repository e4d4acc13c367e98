// <comment-queue data-undo>: keyboard control of the moderation queue. j and k select a comment; other keys activate the button, checkbox, reply or
// link of the selected comment with that data-key. Actions are saved in place, and the next comment is selected at once; z undoes the last one. Keys
// do what clicks do, so everything works without script, with a page per action.
customElements.define('comment-queue', class extends HTMLElement {
  connectedCallback() {
    [this.queue, this.acts, this.replies] = [createSaveQueue(), [], tabValue('unsent replies')];
    this.help = this.querySelector('.queue-keys');
    this.isLeaving = false; // prevents repeated actions while the page is left
    this.keys = {
      j: () => this.move(1),
      k: () => this.move(-1),
      z: () => { if (!this.undoLast()) this.press('z', this); },
      '?': () => { if (this.help) this.help.open = !this.help.open; },
    };
    for (const key of 'arsbecx') this.keys[key] = () => this.press(key, this.current());

    this.onKey = (event) => this.handle(event);
    document.addEventListener('keydown', this.onKey);
    window.addEventListener('pageshow', () => { this.isLeaving = false; });
    this.addEventListener('submit', (event) => this.submit(event));
    this.addEventListener('click', (event) => this.follow(event));
    this.addEventListener('input', ({ target }) => { if (target.name === 'Reply') this.keepReply(target, target.value); });
    askBeforeLeaving(() => this.queue.isBusy);

    this.hint(this);
    this.bringReplies();
    if (this.help) this.help.hidden = false;
    if (location.hash.startsWith('#comment-')) this.show(document.getElementById(location.hash.slice(1)) ?? this.items()[0]);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.onKey);
  }

  items() { return [...this.querySelectorAll('.queue-item')]; }

  current() { return document.activeElement?.closest?.('.queue-item'); }

  show(item) {
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  }

  move(step) {
    const items = this.items();
    const at = items.indexOf(this.current());
    if (items.length === 0) this.querySelector('.queue-end__more a')?.focus();
    this.show(items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))]);
  }

  press(key, within) {
    const what = within?.querySelector(`[data-key="${key}"]`);
    if (!what) return;
    this.isLeaving = what.localName === 'a';
    what.click();
    if (what.localName === 'summary' && what.parentElement.open) what.parentElement.querySelector('[name="Reply"]').focus();
  }

  handle(event) {
    const isTyping = event.target.closest?.('textarea, select, input:not([type="checkbox"])');
    if (isTyping && event.key === 'Escape' && event.target.name === 'Reply' && !event.isComposing) this.show(this.current());
    if (this.isLeaving || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!Object.hasOwn(this.keys, event.key)) return;
    event.preventDefault();
    if (!event.repeat || 'jk'.includes(event.key)) this.keys[event.key](); // a key that is held down must not decide
  }

  submit(event) {
    const form = event.target;
    if (form.matches('.queue-undo')) {
      if (this.undoLast()) event.preventDefault();
      else this.isLeaving = true;
    } else if (form.closest('.queue-item')) {
      event.preventDefault();
      this.act(new QueuedAct(this, form, event.submitter));
    }
  }

  act(act) {
    this.acts.push(act);
    this.aside(act);
    this.run(act.key, () => act.send());
  }

  async run(key, task) {
    this.classList.add('is-saving');
    const done = this.queue.run(key, task);
    this.idle = Promise.allSettled([this.idle, done]);
    await done;
    this.classList.toggle('is-saving', this.queue.isBusy);
  }

  // Pending saves finish first, because the next page shows their results. On failure the page stays and shows the error.
  async follow(event) {
    const link = event.target.closest('a[href]');
    if (!link || !this.queue.isBusy || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await this.idle;
    if (this.querySelector('.queue-item__error')) this.isLeaving = false;
    else link.click();
  }

  // Hides a comment, and selects the next one if it was selected.
  aside(act) {
    const items = this.items();
    const at = items.indexOf(act.item);
    const wasInHand = act.item.contains(document.activeElement);
    act.setAside();
    if (wasInHand) this.show(items[at + 1] ?? items[at - 1]);
    this.end();
  }

  undoLast() {
    const last = this.acts.findLast((a) => !a.isUndone);
    if (last) this.undo(last);
    return last !== undefined;
  }

  undo(act) {
    act.isUndone = true;
    act.bringBack();
    this.show(act.item);
    this.end();
    const reply = act.item.querySelector('[name="Reply"]');
    if (reply) this.keepReply(reply, reply.value);
    this.run(act.key, () => act.undo());
  }

  settle(act, { act: id, said, waiting }) {
    this.say(said);
    this.count(waiting);
    if (id !== null) this.showLast(id, said);
  }

  undone({ said, last, waiting }) {
    this.say(said);
    this.count(waiting);
    this.showLast(last?.id, last?.said);
  }

  returned(item) {
    this.end();
    if (document.activeElement === document.body || document.activeElement === null) this.show(item);
  }

  say(text) { this.querySelector('.queue-said').textContent = text; }

  count(waiting) {
    this.waiting = waiting;
    document.querySelector('.queue-tabs__waiting').textContent = ` (${waiting})`;
    this.end();
  }

  // Shows the undo button for the last action, with its form.
  showLast(id, said) {
    const shown = this.querySelector('.queue-undo');
    if (id === undefined) {
      shown?.remove();
      return;
    }
    const form = shown ?? this.querySelector('.queue-undo-form').content.querySelector('form').cloneNode(true);
    form.action = `/admin/comments/acts/${id}/undoing`;
    form.querySelector('.queue-undo__what').textContent = said;
    if (shown) return;
    this.prepend(form);
    this.hint(form);
  }

  undoFields() { return new URLSearchParams(new FormData(this.querySelector('.queue-undo-form').content.querySelector('form'))); }

  // The page is finished: loads more comments, or shows that none are left.
  end() {
    const end = this.querySelector('.queue-end');
    if (!end) return;
    const isDone = this.items().length === 0;
    end.hidden = !isDone;
    this.querySelector('.queue-bulk').hidden = isDone;
    const hasMore = this.waiting > 0 || this.querySelector('.keyset-pager a') !== null;
    end.querySelector('.queue-end__more').hidden = !hasMore;
    end.querySelector('.queue-end__none').hidden = hasMore;
    if (isDone && hasMore && document.activeElement === document.body) end.querySelector('a').focus();
  }

  // Stores an unsent reply beyond the page's lifetime.
  keepReply(field, text) {
    const kept = this.replies.read() ?? {};
    if (text) kept[field.id] = text;
    else delete kept[field.id];
    this.replies.write(Object.keys(kept).length > 0 ? kept : null);
  }

  bringReplies() {
    for (const [id, text] of Object.entries(this.replies.read() ?? {})) {
      const field = document.getElementById(id);
      if (field?.name !== 'Reply' || field.value) continue;
      field.value = text;
      field.closest('details').open = true;
    }
  }

  hint(within) {
    for (const what of within.querySelectorAll('.queue-item__acts [data-key], .queue-item__reply [data-key], [data-key="z"]')) {
      const hint = document.createElement('kbd');
      hint.setAttribute('aria-hidden', 'true');
      hint.textContent = what.dataset.key;
      what.append(' ', hint);
      what.setAttribute('aria-keyshortcuts', what.dataset.key);
    }
  }
});
