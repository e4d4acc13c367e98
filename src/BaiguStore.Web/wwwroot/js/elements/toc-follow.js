// <toc-follow>: marks the current section's entry, and keeps it visible within a scrolling list.
customElements.define('toc-follow', class extends HTMLElement {
  connectedCallback() {
    this.links = new Map();
    for (const link of this.querySelectorAll('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) this.links.set(target, link);
    }
    this.follow = () => {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.mark();
      });
    };
    // After a jump an IntersectionObserver may not report any heading, so positions are checked after every scroll.
    for (const happening of ['scroll', 'resize']) addEventListener(happening, this.follow, { passive: true });
    this.mark();
  }

  mark() {
    let current;
    for (const [target, link] of this.links) {
      if (target.getBoundingClientRect().top > innerHeight * 0.3) break;
      current = link;
    }
    if (current === this.current) return;
    this.current?.removeAttribute('aria-current');
    current?.setAttribute('aria-current', 'true');
    this.current = current;
    if (current) this.show(current);
  }

  show(link) {
    const list = this.closest('.toc');
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const [frame, entry] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (entry.top < frame.top || entry.bottom > frame.bottom) list.scrollTop += entry.top - frame.top - list.clientHeight / 3;
  }

  disconnectedCallback() {
    for (const happening of ['scroll', 'resize']) removeEventListener(happening, this.follow);
  }
});
