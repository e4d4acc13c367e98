// <passkey-button data-options="URL" data-refused="TEXT">: belongs to a form with a hidden field `Credential`. On submit it fetches the options from
// the store, calls the authenticator, and submits the response with the form. data-create registers a new passkey instead of using one. Hidden
// without script, or without browser support.
customElements.define('passkey-button', class extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    const form = this.closest('form');
    const [credential, error] = [this.querySelector('[name="Credential"]'), this.querySelector('[role="alert"]')];

    const ask = async () => {
      const answer = await fetch(this.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const options = await answer.json();
      return this.hasAttribute('data-create')
        ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    };
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      error.textContent = '';
      try {
        credential.value = JSON.stringify(await ask());
      } catch {
        error.textContent = this.dataset.refused; // cancelled by the user, or no passkey available
        return;
      }
      form.submit();
    });
    this.hidden = false;
  }
});
