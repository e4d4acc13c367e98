// <facet-form>: closes a facet by Esc, and a facet over the list by a click outside. Links of the list (order, size, pages) include unsaved
// selections. Without script the form's buttons submit, and a facet closes by its name.
customElements.define('facet-form', class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    this.addEventListener('keydown', ({ key, target }) => {
      const facet = key === 'Escape' && target.closest('.facet[open]');
      if (facet) this.close(facet).querySelector('summary').focus();
    });
    document.addEventListener('click', ({ target }) => {
      const open = matchMedia('(min-width: 62.01rem)').matches && this.querySelector('.facet[open]');
      if (open && !open.contains(target)) this.close(open);
      const link = target.closest('a[href]');
      const isOfList = link && !this.contains(link) && link.pathname === location.pathname && this.parentElement.contains(link);
      if (isOfList) link.search = this.with(link.search);
    });
  }

  close(facet) {
    facet.open = false;
    return facet;
  }

  // The query string with the present selection, from the first page; unchanged if nothing was changed.
  with(query) {
    const params = new URLSearchParams(query);
    const isChanged = (field) => field.checked !== field.defaultChecked || (field.type === 'text' && field.value !== field.defaultValue);
    const changed = [...this.form.querySelectorAll('input')].filter(isChanged);
    for (const field of changed) {
      params.delete('page');
      if (field.type === 'text') params.delete('price', this.form.elements['price-from'].dataset.range ?? ''); // another range is typed instead
      if (field.type !== 'checkbox') for (const name of ['price-from', 'price-to']) params.set(name, this.form.elements[name].value);
      else if (field.checked) params.append(field.name, field.value);
      else params.delete(field.name, field.value);
    }
    return changed.length ? `?${params}` : query;
  }
});
