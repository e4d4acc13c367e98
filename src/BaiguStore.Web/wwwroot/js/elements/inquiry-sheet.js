// <inquiry-sheet data-query data-posted data-own>: stores the displayed list as the visitor's own. Somebody else's list replaces it only on request.
// data-posted: the page came from a form and has no URL of its own; data-own: that form said whose list it was.
customElements.define('inquiry-sheet', class extends HTMLElement {
  connectedCallback() {
    const basket = document.querySelector('inquiry-basket');
    if (!basket.keep(basket.query)) return; // no storage: the URL is all there is
    const take = () => {
      basket.keep(this.dataset.query);
      history.replaceState(history.state, '', basket.href);
      document.querySelector('.inquiry-form [name="Own"]').value = '1';
      this.say(false);
    };
    const isOwn = this.dataset.own || location.hash === '#own' || basket.holds(this.dataset.query) || (!this.dataset.posted && basket.holds(location.search));
    if (isOwn) take();
    else if (!this.dataset.query && !this.dataset.posted) this.open(basket);
    else {
      this.querySelector('.inquiry-sheet__own').href = basket.href;
      this.querySelector('.inquiry-sheet__take').addEventListener('click', take);
      this.say(true);
    }
  }

  // Opens the visitor's own list from the plain URL. One that is too long for a URL is posted.
  open(basket) {
    if (basket.href !== location.pathname) return location.replace(basket.href);
    const form = document.querySelector('.inquiry-form');
    const add = (name, value) => form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    for (const field of form.querySelectorAll('[name="item"], [name="n"], [name="pick"]')) field.disabled = true;
    for (const [sku, quantity] of basket.items) {
      add('item', sku);
      add('n', quantity);
    }
    form.elements.Own.value = '1';
    form.action = form.querySelector('[formaction]').getAttribute('formaction');
    form.submit();
  }

  say(isOther) {
    this.querySelector('.inquiry-sheet__other').hidden = !isOther;
    this.querySelector('.inquiry-sheet__lead').hidden = isOther;
  }
});
