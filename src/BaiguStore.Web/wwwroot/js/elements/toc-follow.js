// <toc-follow>: marks the entry of the part that is being read.
customElements.define('toc-follow', class extends HTMLElement {
  connectedCallback() {
    const links = new Map();
    for (const link of this.querySelectorAll('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    }
    const mark = () => {
      let current;
      for (const [target, link] of links) {
        if (target.getBoundingClientRect().top > innerHeight * 0.3) break;
        current = link;
      }
      if (current === this.current) return;
      this.current?.removeAttribute('aria-current');
      current?.setAttribute('aria-current', 'true');
      this.current = current;
    };
    this.observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -70% 0px' });
    for (const target of links.keys()) this.observer.observe(target);
    mark();
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }
});
