// <reply-to for="ID">: shows in the comment form which comment it replies to. A link with data-reply-to fills it in and moves to the field with that
// ID. Without script the link loads the page with it filled in.
customElements.define('reply-to', class extends HTMLElement {
  connectedCallback() {
    const parent = this.querySelector('[name="ParentId"]');
    const [whom, author, quote, cancel] = ['whom', 'author', 'quote', 'cancel'].map((part) => this.querySelector(`.reply-to__${part}`));
    const field = () => document.getElementById(this.getAttribute('for'));
    let from;

    const answer = (id, name, words) => {
      [parent.value, author.textContent, quote.textContent, this.hidden] = [id, name, words, id === ''];
      const others = field().getAttribute('aria-describedby').split(' ').filter((id) => id !== whom.id);
      field().setAttribute('aria-describedby', (this.hidden ? others : [whom.id, ...others]).join(' '));
    };
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-reply-to]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const comment = link.closest('.comment');
      answer(link.dataset.replyTo, comment.querySelector('.comment__author').textContent, comment.querySelector('.comment__body').textContent);
      from = link;
      field().focus({ preventScroll: true });
      this.closest('form').scrollIntoView();
    });
    cancel.addEventListener('click', (event) => {
      event.preventDefault(); // keeps the typed text
      answer('', '', '');
      (from ?? field()).focus();
    });
    cancel.hidden = false;
  }
});
