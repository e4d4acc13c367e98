// <margin-notes for="ID">: on a wide screen, places the footnotes of that text in its margin beside their marks. Without script they are at its end.
customElements.define('margin-notes', class extends HTMLElement {
  connectedCallback() {
    this.text = document.getElementById(this.getAttribute('for'))?.querySelector('.prose');
    this.notes = this.text?.querySelector('.footnotes');
    if (!this.notes) return;
    this.wide = matchMedia('(min-width: 80rem)');
    this.place = () => this.arrange();
    this.wide.addEventListener('change', this.place);
    this.observer = new ResizeObserver(this.place); // fonts, figures and window size change the layout
    this.observer.observe(this.text);
    this.arrange();
  }

  arrange() {
    this.notes.classList.toggle('is-beside', this.wide.matches);
    if (!this.wide.matches) return;
    const top = this.text.getBoundingClientRect().top;
    const left = this.notes.querySelector('li').getBoundingClientRect().left;
    const span = (element) => {
      const box = element.getBoundingClientRect();
      return { top: box.top - top, bottom: box.bottom - top };
    };
    const broad = [...this.text.children].filter((child) => child !== this.notes && child.getBoundingClientRect().right > left).map(span);
    let free = 0;
    for (const note of this.notes.querySelectorAll('li')) {
      const mark = this.text.querySelector(`a.footnote-ref[href="#${CSS.escape(note.id)}"]`);
      if (!mark) continue;
      let at = Math.max(free, span(mark).top);
      for (const { top: from, bottom } of broad) {
        if (at >= bottom + 12 || at + note.offsetHeight + 12 <= from) continue;
        const above = from - note.offsetHeight - 12; // above a wide table, if that is near enough to the mark
        at = above >= free && at - above < 160 ? above : bottom + 12;
      }
      note.style.setProperty('--at', `${Math.round(at)}px`);
      free = at + note.offsetHeight + 12;
    }
  }

  disconnectedCallback() {
    this.observer?.disconnect();
    this.wide?.removeEventListener('change', this.place);
  }
});
