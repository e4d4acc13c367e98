// An action of <comment-queue>: optimistic update. The comment is replaced by a line at once while the action is sent; on failure it is restored.
class QueuedAct {
  constructor(queue, form, submitter) {
    [this.queue, this.item] = [queue, form.closest('.queue-item')];
    [this.url, this.body] = [submitter?.getAttribute('formaction') ?? form.action, new URLSearchParams(new FormData(form))];
    [this.isUndone, this.id] = [false, null];
    this.who = this.item.querySelector('.queue-item__who').textContent.trim();
    this.line = document.createElement('p');
    this.line.className = 'queue-done';
    this.line.append(`${this.who}: ${(submitter ?? form.querySelector('[data-done]')).dataset.done} `, this.undoButton());
  }

  get key() { return this.item.id; }

  undoButton() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = this.queue.dataset.undo;
    button.setAttribute('aria-label', `${this.queue.dataset.undo} ${this.who}`);
    button.addEventListener('click', () => this.queue.undo(this));
    return button;
  }

  setAside() {
    this.item.querySelector('.queue-item__error')?.remove();
    this.item.replaceWith(this.line);
  }

  bringBack() { this.line.replaceWith(this.item); }

  // Uses the version of the previous response, so that the user's own actions never conflict.
  async send() {
    this.body.set('Version', this.item.querySelector('[name="Version"]').value);
    const outcome = await postToStore(this.url, this.body);
    if (outcome.kind !== 'saved') return this.fail(outcome);
    this.id = outcome.data.act;
    this.takeVersion(outcome.data.version);
    const reply = this.item.querySelector('[name="Reply"]');
    if (reply && this.body.has('Reply')) this.queue.keepReply(reply, '');
    this.queue.settle(this, outcome.data);
  }

  fail(outcome) {
    this.isUndone = true; // nothing to undo
    const text = failureText(outcome);
    if (outcome.kind === 'gone') this.line.replaceChildren(`${this.who}: ${text}`);
    else this.returnWith(outcome, text);
    this.queue.say(`${this.who}: ${text}`);
  }

  // After a concurrent change the response is the current item with the reason; a typed reply is kept.
  returnWith({ kind, page }, text) {
    const fresh = kind === 'conflict' ? page?.querySelector('.queue-item') : null;
    if (fresh) {
      const [typed, field] = [this.item.querySelector('[name="Reply"]')?.value, fresh.querySelector('[name="Reply"]')];
      if (field && typed) field.value = typed;
      this.item = document.adoptNode(fresh);
      this.queue.hint(this.item);
    } else {
      const note = document.createElement('p');
      note.className = 'queue-item__error';
      note.textContent = text;
      this.item.prepend(note);
    }
    this.bringBack();
    this.queue.returned(this.item);
  }

  // After the save has completed. A failed action has nothing to undo, and no action is undone twice.
  async undo() {
    if (this.id === null) return;
    const outcome = await postToStore(`/admin/comments/acts/${this.id}/undoing`, this.queue.undoFields());
    if (outcome.kind === 'saved') {
      this.takeVersion(outcome.data.comments.find((c) => `comment-${c.id}` === this.key)?.version);
      this.queue.undone(outcome.data);
      return;
    }
    this.isUndone = false;
    if (this.item.isConnected) this.queue.aside(this);
    const text = failureText(outcome);
    this.line.append(` ${text}`);
    this.queue.say(`${this.who}: ${text}`);
  }

  takeVersion(version) { if (version !== undefined) this.item.querySelector('[name="Version"]').value = version; }
}
