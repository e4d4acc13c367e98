// <comment-queue>: the moderators' queue by keyboard. j and k go from comment to comment; the other keys press the button, tick the box or
// follow the link of the comment in hand that carries them in data-key. What they do is what a click does, so all of it works without script.
customElements.define('comment-queue', class extends HTMLElement {
  connectedCallback() {
    const items = [...this.querySelectorAll('.queue-item')];
    const help = this.querySelector('.queue-keys');
    let done = false; // a page that is being left does nothing twice

    const current = () => document.activeElement?.closest?.('.queue-item');
    const show = (item) => {
      item?.focus({ preventScroll: true });
      item?.scrollIntoView({ block: 'nearest' });
    };
    const move = (step) => {
      const at = items.indexOf(current());
      show(items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))]);
    };
    const press = (key, within) => {
      const what = within?.querySelector(`[data-key="${key}"]`);
      if (!what) return;
      done = what.type !== 'checkbox';
      what.click();
    };
    const keys = {
      j: () => move(1),
      k: () => move(-1),
      z: () => press('z', this),
      '?': () => { if (help) help.open = !help.open; },
    };
    for (const key of 'arsex') keys[key] = () => press(key, current());

    this.onKey = (event) => {
      const typing = event.target.closest?.('textarea, select, input:not([type="checkbox"])');
      if (done || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    };
    document.addEventListener('keydown', this.onKey);
    window.addEventListener('pageshow', () => { done = false; });

    for (const what of this.querySelectorAll('.queue-item__acts [data-key], .queue-undo [data-key]')) {
      const hint = document.createElement('kbd');
      hint.setAttribute('aria-hidden', 'true');
      hint.textContent = what.dataset.key;
      what.append(' ', hint);
      what.setAttribute('aria-keyshortcuts', what.dataset.key);
    }
    if (help) help.hidden = false;
    if (location.hash.startsWith('#comment-')) show(document.getElementById(location.hash.slice(1)) ?? items[0]);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.onKey);
  }
});
