// <figure-zoom>: opens its figures enlarged in a dialog. Without script each picture links to its file.
customElements.define('figure-zoom', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      const link = event.target.closest('a.figure__link');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link);
    });
  }

  open(link) {
    const dialog = document.createElement('dialog');
    dialog.className = 'figure-zoom__dialog';
    const picture = link.querySelector('img').cloneNode();
    picture.removeAttribute('srcset'); // the link leads to the largest file
    picture.src = link.href;
    const figure = link.closest('figure');
    const caption = figure ? figure.querySelector('figcaption').cloneNode(true) : document.createElement('p');
    if (!figure) caption.textContent = picture.alt;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'figure-zoom__close';
    close.textContent = this.dataset.close;
    dialog.setAttribute('aria-label', caption.textContent);
    const frame = document.createElement('div');
    frame.className = 'figure-zoom__picture';
    frame.tabIndex = 0;
    frame.append(picture);
    dialog.append(close, frame, caption);
    dialog.addEventListener('click', (event) => { if (event.target === dialog || event.target === close) dialog.close(); });
    dialog.addEventListener('close', () => { dialog.remove(); link.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  }
});
