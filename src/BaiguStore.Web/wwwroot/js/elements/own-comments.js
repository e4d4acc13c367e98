// <own-comments data-page>: remembers the address of the visitor's own comment while it waits, in this browser alone, and shows the comment again at
// the next visit. What is published by then, or gone, is forgotten. Without script only the address that a post leads to shows it.
customElements.define('own-comments', class extends HTMLElement {
  static most = 20;

  connectedCallback() {
    const mine = new URLSearchParams(location.search).get('mine');
    if (mine) this.remember(mine);
    this.show();
  }

  // Of all pages, the newest last: the page, the sealed receipt, the page of comments, and the comment's id.
  get kept() {
    try {
      const kept = JSON.parse(localStorage.getItem('comments') ?? '[]');
      return Array.isArray(kept) ? kept.filter((own) => own?.page && own.query && own.id) : [];
    } catch { return []; }
  }

  keep(comments) {
    try { localStorage.setItem('comments', JSON.stringify(comments.slice(-this.constructor.most))); } catch { /* not remembered then */ }
  }

  // This page was opened by the receipt itself.
  remember(mine) {
    const own = document.getElementById('comment-posted')?.closest('.comment');
    if (!own) return;
    const others = this.kept.filter(({ id }) => id !== own.id);
    const pages = new URLSearchParams(location.search).get('comments');
    const query = new URLSearchParams(pages ? { mine, comments: pages } : { mine });
    this.keep(own.matches('.is-pending') ? [...others, { page: this.dataset.page, query: String(query), id: own.id }] : others);
  }

  async show() {
    for (const own of this.kept.filter(({ page, id }) => page === this.dataset.page && !document.getElementById(id))) {
      const comment = await this.load(own);
      if (comment) this.place(comment);
      else if (comment === null) this.keep(this.kept.filter(({ id }) => id !== own.id));
    }
  }

  // The waiting comment in its row; null where it waits no more, undefined where nobody knows.
  async load({ page, query, id }) {
    try {
      const answer = await fetch(`${page}?${query}`);
      if (!answer.ok) return answer.status < 500 ? null : undefined;
      const comment = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
      return comment?.matches('.is-pending') ? comment.closest('li') : null;
    } catch { return undefined; }
  }

  // In its thread where that is on the page, else before all others.
  place(row) {
    const comment = row.querySelector('.comment.is-pending');
    for (const name of ['role', 'tabindex', 'aria-labelledby']) comment.removeAttribute(name);
    comment.querySelector('.comment__waiting').removeAttribute('id');
    const root = row.parentElement.closest('.comments__thread')?.querySelector('.comment');
    const thread = root && document.getElementById(root.id)?.closest('.comments__thread');
    document.adoptNode(row);
    if (!thread) return this.parentElement.querySelector('.comments__list').prepend(row);
    const replies = thread.querySelector('.comments__replies') ?? document.createElement('ol');
    replies.className = 'comments__replies';
    replies.append(row);
    thread.append(replies);
  }
});
