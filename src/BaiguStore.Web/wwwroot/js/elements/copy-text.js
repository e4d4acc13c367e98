// <copy-text data-text data-copy data-copied>: its button copies the text and announces it to screen readers. Hidden without script.
customElements.define('copy-text', class extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    const button = this.querySelector('button');
    const icon = button.querySelector('use');
    const status = button.querySelector('[role="status"]');
    const say = (text, name) => {
      button.title = text;
      button.setAttribute('aria-label', text);
      icon.setAttribute('href', `/img/icons.svg#${name}`);
    };
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.dataset.text);
      say(this.dataset.copied, 'check');
      status.textContent = this.dataset.copied;
      setTimeout(() => { say(this.dataset.copy, 'copy'); status.textContent = ''; }, 2000);
    });
    button.hidden = false;
  }
});
