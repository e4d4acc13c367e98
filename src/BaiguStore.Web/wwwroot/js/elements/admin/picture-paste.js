// <picture-paste for="ID" data-url ...>: pictures pasted or dropped into that field are uploaded at once and inserted as Markdown, with the caption
// selected. Without script use the page of pictures.
customElements.define('picture-paste', class extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute('for'));
    this.said = this.querySelector('[role="status"]');
    this.querySelector('.picture-paste__how').hidden = false;
    this.field.addEventListener('paste', (event) => this.take(event, event.clipboardData));
    this.field.addEventListener('dragover', (event) => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); });
    this.field.addEventListener('drop', (event) => this.take(event, event.dataTransfer));
    askBeforeLeaving(() => this.sending > 0);
    this.closest('form').addEventListener('submit', (event) => {
      if (!this.sending) return;
      event.preventDefault();
      this.said.textContent = this.dataset.wait;
    });
  }

  async take(event, { files } = {}) {
    if (!files?.length) return;
    event.preventDefault();
    this.sending = (this.sending ?? 0) + 1;
    const problems = [];
    let taken = 0;
    for (const file of [...files]) {
      const mark = this.hold(this.dataset.uploading.replace('{0}', file.name.replace(/[[\]\n]/g, '')));
      this.said.textContent = mark;
      try {
        const { url } = await customElements.get('picture-list').send(this, file);
        this.replace(mark, `![${this.dataset.caption}](${url})`);
        taken += 1;
      } catch (problem) {
        this.replace(mark, '');
        problems.push(problem.message);
      }
    }
    this.sending -= 1;
    this.said.textContent = [...problems, taken > 0 ? this.dataset.taken.replace('{0}', taken) : ''].join(' ').trim();
  }

  // Inserts a placeholder paragraph at the cursor, so that the user can continue typing during the upload.
  hold(name) {
    const { field } = this;
    const before = field.value.slice(0, field.selectionStart);
    const mark = `[${name}]`;
    const open = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    this.insert(`${open}${mark}\n\n`, field.selectionStart, field.selectionEnd);
    return mark;
  }

  // The user may be typing elsewhere by now: the cursor moves only if it is still after the placeholder.
  replace(mark, text) {
    const { field } = this;
    const at = field.value.indexOf(mark);
    if (at < 0) return; // removed meanwhile
    const stays = document.activeElement === field && field.selectionStart === at + mark.length + 2;
    const [start, end] = [field.selectionStart, field.selectionEnd];
    this.insert(text, at, at + mark.length);
    const shift = start > at ? text.length - mark.length : 0;
    if (stays && text) field.setSelectionRange(at + 2, at + 2 + this.dataset.caption.length);
    else field.setSelectionRange(start + shift, end + shift);
  }

  insert(text, start, end) {
    this.field.setRangeText(text, start, end, 'end');
    this.field.dispatchEvent(new Event('input', { bubbles: true }));
  }
});
