// <inquiry-sheet data-query>: keeps the visitor's own inquiry as the page shows it. Somebody else's list replaces it only when asked to.
customElements.define('inquiry-sheet', class extends HTMLElement {
  connectedCallback() {
    const basket = document.querySelector('inquiry-basket');
    if (!basket.keep(basket.query)) return; // the browser keeps nothing: the address is all there is
    const take = () => {
      basket.keep(this.dataset.query);
      history.replaceState(history.state, '', basket.href);
      this.say(false);
    };
    if ([location.search, this.dataset.query, this.before()].some((query) => query !== null && basket.holds(query))) take();
    else if (!this.dataset.query) location.replace(basket.href);
    else {
      this.querySelector('.inquiry-sheet__own').href = basket.href;
      this.querySelector('.inquiry-sheet__take').addEventListener('click', take);
      this.say(true);
    }
  }

  // The list from which the visitor's form came here.
  before() {
    const from = URL.parse?.(document.referrer);
    return from?.origin === location.origin && from.pathname === location.pathname ? from.search : null;
  }

  say(isOther) {
    this.querySelector('.inquiry-sheet__other').hidden = !isOther;
    this.querySelector('.inquiry-sheet__lead').hidden = isOther;
  }
});
