// <copy-text data-text data-copy data-copied>: puts a button beside what it holds that copies it, and says so to all readers.
customElements.define('copy-text', class extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-text__button';
    button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="/img/icons.svg#copy"></use></svg><span class="visually-hidden" role="status"></span>';
    const [icon, status] = [button.querySelector('use'), button.querySelector('span')];
    const say = (text, name) => {
      button.title = text;
      button.setAttribute('aria-label', text);
      icon.setAttribute('href', `/img/icons.svg#${name}`);
    };
    say(this.dataset.copy, 'copy');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.dataset.text);
      say(this.dataset.copied, 'check');
      status.textContent = this.dataset.copied;
      setTimeout(() => { say(this.dataset.copy, 'copy'); status.textContent = ''; }, 2000);
    });
    this.append(button);
  }
});
