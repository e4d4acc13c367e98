// <markdown-toolbar for="ID">: its buttons insert Markdown around the field's selection; also Ctrl+B, Ctrl+I and Ctrl+K. One tab stop, then arrow
// keys. Hidden without script.
customElements.define('markdown-toolbar', class extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute('for'));
    const buttons = [...this.querySelectorAll('button')];
    const stop = (at) => { for (const button of buttons) button.tabIndex = button === at ? 0 : -1; };
    this.addEventListener('click', ({ target }) => { if (target.value) this.write(target.value); });
    this.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
      stop(next);
      next.focus();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.altKey || event.shiftKey) return;
      const act = (event.ctrlKey || event.metaKey) && { b: 'bold', i: 'italic', k: 'link' }[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      this.write(act);
    });
    stop(buttons[0]);
    this.hidden = false;
  }

  // The inserted text, and the part of it that is selected afterwards.
  write(act) {
    const { field, dataset } = this;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const chosen = value.slice(start, end);
    const alone = start === 0 || value.slice(0, start).endsWith('\n\n') ? '' : value[start - 1] === '\n' ? '\n' : '\n\n';
    const number = new Set(value.match(/\[\^\d+\](?=:)/g)).size + 1;
    const acts = {
      bold: () => ['**', chosen || dataset.bold, '**'],
      italic: () => ['*', chosen || dataset.italic, '*'],
      heading: () => [`${alone}## `, chosen || dataset.heading, '\n\n'],
      list: () => [alone, (chosen || dataset.item).split('\n').map((line) => `- ${line}`).join('\n'), '\n'],
      table: () => [`${alone}\u8868:`, dataset.table, `\n\n| ${dataset.column} 1 | ${dataset.column} 2 |\n| --- | --- |\n|  |  |\n`],
      link: () => ['[', chosen || dataset.link, '](https://)'],
      figure: () => [`${alone}![`, chosen || dataset.caption, `](/figures/ "${chosen || dataset.caption}")\n\n`],
    };
    field.focus();
    if (act === 'footnote') {
      this.insert(`[^${number}]`, end, end);
      const tail = field.value.endsWith('\n') ? '' : '\n';
      this.insert(`${tail}\n[^${number}]: ${dataset.note}`, field.value.length, field.value.length);
      field.setSelectionRange(field.value.length - dataset.note.length, field.value.length);
      return;
    }
    const [before, middle, after] = acts[act]();
    this.insert(before + middle + after, start, end);
    field.setSelectionRange(start + before.length, start + before.length + middle.length);
  }

  // By execCommand where available, so that the browser's undo works.
  insert(text, start, end) {
    this.field.setSelectionRange(start, end);
    if (document.execCommand?.('insertText', false, text)) return;
    this.field.setRangeText(text, start, end, 'end');
    this.field.dispatchEvent(new Event('input', { bubbles: true }));
  }
});
