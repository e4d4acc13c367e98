// <picture-list data-url data-most ...>: a product's pictures. Files are uploaded when dropped, pasted or chosen; rows are moved by buttons or by
// dragging. The form posts one hidden field, a line per picture: `key width height alt`.
customElements.define('picture-list', class extends HTMLElement {
  // Uploads a file; returns the store's response, or throws an Error with the reason.
  static async send(element, file) {
    const body = new FormData();
    body.append('__RequestVerificationToken', element.closest('form').elements.namedItem('__RequestVerificationToken').value);
    body.append('Uploads', file);
    const { url, heavy } = element.dataset;
    const outcome = await postToStore(url, body);
    if (outcome.kind === 'saved' && outcome.data.key) return outcome.data;
    const text = outcome.status === 413 ? heavy.replace('{0}', file.name) : failureText(outcome);
    throw new Error(text.includes(file.name) ? text : `${file.name}: ${text}`);
  }

  connectedCallback() {
    this.text = this.querySelector('[name="Pictures"]');
    this.rows = this.querySelector('.picture-list__rows');
    this.said = this.querySelector('.picture-list__said');
    this.queue = createSaveQueue();
    askBeforeLeaving(() => this.queue.isBusy);
    this.querySelector('.picture-list__how').hidden = false;
    const files = this.querySelector('input[type="file"]');
    files.removeAttribute('name'); // files are uploaded separately
    files.addEventListener('change', async () => {
      await this.take([...files.files]);
      files.value = '';
    });
    this.text.addEventListener('change', () => this.read()); // a restored draft
    this.rows.addEventListener('input', (event) => {
      event.stopPropagation();
      this.store();
    });
    this.takeDropped();
    this.letDrag();
    this.closest('form').addEventListener('submit', (event) => {
      if (!this.queue.isBusy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.say(this.dataset.wait);
    }, { capture: true });
    this.read();
  }

  takeDropped() {
    const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
    for (const name of ['dragenter', 'dragover']) {
      this.addEventListener(name, (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        this.classList.add('is-over');
      });
    }
    this.addEventListener('dragleave', (event) => { if (!this.contains(event.relatedTarget)) this.classList.remove('is-over'); });
    this.addEventListener('drop', (event) => {
      this.classList.remove('is-over');
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    });
    this.closest('form').addEventListener('paste', (event) => {
      const pasted = [...event.clipboardData?.files ?? []];
      if (pasted.length === 0) return;
      event.preventDefault();
      this.take(pasted);
    });
  }

  letDrag() {
    this.rows.addEventListener('dragstart', (event) => {
      this.dragged = event.target.closest('.picture-list__row');
      this.dragged?.classList.add('is-dragged');
    });
    this.rows.addEventListener('dragover', (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      const over = event.target.closest('.picture-list__row');
      if (!over || over === this.dragged) return;
      if (this.dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) over.after(this.dragged);
      else over.before(this.dragged);
    });
    this.rows.addEventListener('dragend', () => {
      if (!this.dragged) return;
      this.dragged.classList.remove('is-dragged');
      this.moved(this.dragged);
      this.dragged = null;
    });
  }

  say(text) {
    this.said.textContent = text;
  }

  // Uploads one by one; files of a second drop follow those of the first.
  take(files) {
    return this.queue.run('pictures', () => this.sendAll(files));
  }

  async sendAll(files) {
    const problems = [];
    let taken = 0;
    for (const file of files) {
      if (this.rows.children.length >= this.dataset.most) {
        problems.push(this.dataset.full);
        break;
      }
      this.say(this.dataset.uploading.replace('{0}', file.name));
      try {
        const { key, width, height } = await this.constructor.send(this, file);
        if (!this.querySelector(`[data-key="${key}"]`)) this.append({ key, width, height, alt: '' });
        taken += 1;
      } catch (problem) {
        problems.push(problem.message);
      }
      this.store();
    }
    this.said.classList.toggle('is-wrong', problems.length > 0);
    this.say([...problems, taken > 0 ? this.dataset.taken.replace('{0}', taken) : ''].join(' ').trim());
  }

  make(name, className, values = {}) {
    const made = Object.assign(document.createElement(name), values);
    made.className = className;
    return made;
  }

  read() {
    this.rows.replaceChildren();
    for (const line of this.text.value.split(/\r?\n/).filter((l) => l.trim())) {
      const [key, width, height, ...alt] = line.split(' ');
      this.append({ key, width: Number(width), height: Number(height), alt: alt.join(' ') });
    }
    this.number();
  }

  append({ key, width, height, alt }) {
    const row = this.make('li', 'picture-list__row');
    Object.assign(row.dataset, { key, width, height });
    const at = (most) => `/pictures/${key}-${Math.min(most, width)}.webp`;
    const thumb = this.make('a', 'picture-list__thumb', { href: at(width), target: '_blank' });
    thumb.dataset.main = this.dataset.main;
    thumb.append(this.make('img', '', { src: at(480), width, height, alt: '', draggable: false }));
    const text = this.make('div', 'picture-list__text');
    const input = this.make('input', '', { value: alt, maxLength: 160, lang: 'zh-CN', placeholder: this.dataset.caption });
    const acts = this.make('p', 'picture-list__acts');
    acts.append(
      this.button('↑', this.dataset.up, () => this.move(row, row.previousElementSibling, 'before')),
      this.button('↓', this.dataset.down, () => this.move(row, row.nextElementSibling, 'after')),
      this.button('×', this.dataset.remove, () => this.takeAway(row)));
    text.append(input, acts);
    row.append(thumb, text);
    this.rows.append(row);
  }

  button(mark, name, act) {
    const made = this.make('button', 'button button--quiet', { type: 'button', textContent: mark, title: name });
    made.dataset.name = name;
    made.addEventListener('click', act);
    return made;
  }

  move(row, neighbour, side) {
    if (!neighbour) return;
    const focused = document.activeElement;
    neighbour[side](row);
    focused.focus();
    this.moved(row);
  }

  moved(row) {
    this.store();
    this.say(this.dataset.moved.replace('{0}', [...this.rows.children].indexOf(row) + 1));
  }

  takeAway(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.store();
    this.say(this.dataset.removed);
    (next?.querySelector('button:last-child') ?? this.querySelector('input[type="file"]')).focus();
  }

  // Labels each row and its buttons with the picture's number.
  number() {
    for (const [i, row] of [...this.rows.children].entries()) {
      const name = this.dataset.alt.replace('{0}', i + 1);
      row.querySelector('input').setAttribute('aria-label', name);
      row.querySelector('a').setAttribute('aria-label', `${i + 1}`);
      for (const button of row.querySelectorAll('button')) button.setAttribute('aria-label', `${button.dataset.name} ${i + 1}`);
    }
  }

  store() {
    this.number();
    this.text.value = [...this.rows.children].map((row) =>
      `${row.dataset.key} ${row.dataset.width} ${row.dataset.height} ${row.querySelector('input').value.trim()}`.trim()).join('\n');
    this.text.dispatchEvent(new Event('input', { bubbles: true })); // so that the draft is stored
  }
});
