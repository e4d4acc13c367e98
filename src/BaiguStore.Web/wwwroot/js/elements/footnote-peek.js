// <footnote-peek for="ID" popover>: shows a footnote of that text beside its mark, or moves to it if it is in the margin. Without script the mark
// links to the notes at the end.
customElements.define('footnote-peek', class extends HTMLElement {
  connectedCallback() {
    document.getElementById(this.getAttribute('for'))?.addEventListener('click', (event) => {
      const mark = event.target.closest('a.footnote-ref');
      const note = mark && document.getElementById(decodeURIComponent(mark.hash.slice(1)));
      if (!note || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (note.closest('.is-beside')) { // visible already
        note.tabIndex = -1;
        note.focus({ preventScroll: true });
        return;
      }
      const copy = note.cloneNode(true);
      for (const back of copy.querySelectorAll('.footnote-back-ref')) back.remove();
      for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id');
      this.replaceChildren(...copy.childNodes);
      this.setAttribute('aria-label', mark.getAttribute('aria-label'));
      this.showPopover({ source: mark });
      this.focus();
    });
  }
});
