// <own-comments data-page>: remembers the URL of the visitor's own pending comment in this browser, and shows the comment at the next visit.
// Published and deleted ones are forgotten. Without script only the URL after the post shows it.
customElements.define('own-comments', class extends HTMLElement {
  static most = 20;

  connectedCallback() {
    const mine = new URLSearchParams(location.search).get('mine');
    if (mine) this.remember(mine);
    this.show();
  }

  // For all pages, newest last: page, sealed receipt, page of comments, comment id.
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

  // The pending comment's row; null if it is no longer pending, undefined if unknown.
  async load({ page, query, id }) {
    try {
      const answer = await fetch(`${page}?${query}`);
      if (!answer.ok) return answer.status < 500 ? null : undefined;
      const comment = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
      return comment?.matches('.is-pending') ? comment.closest('li') : null;
    } catch { return undefined; }
  }

  // In its thread if that is on the page, otherwise before all others.
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
