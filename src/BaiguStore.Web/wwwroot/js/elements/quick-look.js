// <quick-look for="ID">: shows the header of a product's page over its list, with navigation between rows. Without script the rows' links lead to the
// products.
customElements.define('quick-look', class extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector('dialog');
    this.openers = [...document.getElementById(this.getAttribute('for')).querySelectorAll('.quick-look__open')];
    const icon = this.querySelector('template').content;
    for (const [n, opener] of this.openers.entries()) {
      opener.append(icon.cloneNode(true));
      opener.addEventListener('click', () => {
        this.dialog.showModal();
        this.show(n);
      });
      opener.hidden = false;
    }
    this.dialog.addEventListener('click', ({ target }) => {
      const act = target === this.dialog ? 'close' : target.closest('.quick-look__bar button')?.value;
      if (act === 'close') this.dialog.close();
      else if (act) this.step(act);
    });
    this.dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.step('previous');
      if (key === 'ArrowRight') this.step('next');
    });
    this.dialog.addEventListener('close', () => this.openers[this.at].focus());
  }

  step(way) {
    const n = this.at + (way === 'next' ? 1 : -1);
    if (this.openers[n]) this.show(n);
  }

  async show(n) {
    this.at = n;
    const place = this.querySelector('.quick-look__product');
    place.textContent = this.dataset.loading;
    this.querySelector('.quick-look__place').textContent = `${n + 1} / ${this.openers.length}`;
    this.querySelector('[value="previous"]').ariaDisabled = String(n === 0);
    this.querySelector('[value="next"]').ariaDisabled = String(n === this.openers.length - 1);
    const { href } = this.openers[n].closest('tr').querySelector('a');
    const head = await this.load(`${href}/look`);
    if (this.at !== n) return;
    if (head) place.replaceChildren(document.adoptNode(head));
    else location.href = href; // otherwise open the product's page
  }

  async load(url) {
    try {
      const answer = await fetch(url);
      return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.product__head');
    } catch {
      return null;
    }
  }
});
