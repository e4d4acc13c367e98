// <kept-draft data-address data-owner data-offer data-take data-drop data-taken data-returned data-full [data-unsaved]>: stores the input of its form
// as a draft in this browser until the store has saved it, so that it survives a closed window, an ended session and an error. Each opened form has
// its own draft, by the form's address and the member. Input that was submitted but not saved is restored automatically, other drafts are offered. A
// restored draft with an older version leads to the conflict page. data-unsaved: the page shows submitted values. Ctrl+S saves. <kept-draft
// data-saved>: the form with this address was saved, its drafts are deleted.
customElements.define('kept-draft', class extends HTMLElement {
  static maxAge = 60 * 86_400_000;
  static doubleClick = 2_000;
  static sent = tabValue('draft sent'); // address and drafts of the form that this tab submitted last

  connectedCallback() {
    if (this.dataset.saved) this.forget();
    else queueMicrotask(() => this.begin()); // after the elements inside have created their fields
  }

  // Deletes the drafts of the saved form.
  forget() {
    const sent = this.constructor.sent.read();
    if (sent?.address !== this.dataset.saved) return;
    sent.keys.forEach((key) => this.write(key, null));
    this.constructor.sent.write(null);
  }

  begin() {
    this.form = this.querySelector('form[action]');
    this.place = `draft ${this.dataset.owner} ${this.dataset.address} `;
    this.key = `${this.place}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    this.sources = []; // drafts that were restored into this one
    this.opened = this.text();
    const sent = this.constructor.sent.read();
    const keys = sent?.address === this.dataset.address && !this.isDiscarded(sent) ? sent.keys : [];
    if (this.dataset.unsaved) {
      if (keys.length > 0) this.goOn(keys);
      this.opened = null;
      if (keys.length === 0) this.keep();
    } else {
      this.bringBack(keys);
    }
    this.listen();
  }

  // The user discarded the submitted values on the conflict page: they are not restored.
  isDiscarded({ keys }) {
    const params = new URLSearchParams(location.search);
    if (!params.has('discard')) return false;
    keys.forEach((key) => this.write(key, null));
    this.constructor.sent.write(null);
    params.delete('discard');
    history.replaceState(history.state, '', `${location.pathname}${params.size ? `?${params}` : ''}`);
    return true;
  }

  goOn([key, ...sources]) {
    this.key = key;
    this.sources = sources;
  }

  listen() {
    const keepNow = () => { if (this.timer) this.keep(); };
    for (const kind of ['input', 'change']) {
      this.form.addEventListener(kind, () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(keepNow, 400);
      });
    }
    addEventListener('pagehide', keepNow);
    document.addEventListener('visibilitychange', () => { if (document.hidden) keepNow(); });
    this.form.addEventListener('submit', (event) => this.send(event));
    document.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 's') return;
      const form = event.target.closest('form');
      if (form ? form !== this.form : document.querySelectorAll('kept-draft form').length > 1) return;
      event.preventDefault();
      const button = this.form.querySelector('[type="submit"][value="Save"]') ?? this.form.querySelector('[type="submit"]:not([formaction], [formnovalidate])');
      if (!event.repeat) this.form.requestSubmit(button);
    });
  }

  send(event) {
    this.keep();
    if (event.submitter?.formTarget) return; // a preview in another window
    if (Date.now() - (this.sentAt ?? 0) < this.constructor.doubleClick) {
      event.preventDefault(); // a double click would save twice
      return;
    }
    setTimeout(() => { if (!event.defaultPrevented) this.sentAt = Date.now(); }); // after all other listeners
    this.constructor.sent.write({ address: this.dataset.address, keys: [this.key, ...this.sources] });
  }

  // Name and value of each field that the user edits.
  fields() {
    const left = ['__RequestVerificationToken', 'Then', ...[...this.form.querySelectorAll('[type="password"]')].map((field) => field.name)];
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && !left.includes(name));
  }

  // Without the version: input is equal whatever was saved meanwhile.
  text(fields = this.fields()) {
    return JSON.stringify(fields.filter(([name]) => name !== 'Version'));
  }

  keep() {
    clearTimeout(this.timer);
    this.timer = null;
    const fields = this.fields();
    const isKept = this.write(this.key, this.text(fields) === this.opened ? null : JSON.stringify({ at: Date.now(), fields }));
    if (!isKept && !this.full) {
      this.full = this.say(this.dataset.full);
    }
  }

  // Restores what was submitted but not saved; offers the rest, newest first.
  bringBack(sentKeys) {
    const drafts = this.drafts();
    const returned = drafts.find((draft) => sentKeys.includes(draft.key));
    if (returned) {
      this.constructor.sent.write(null);
      this.goOn(sentKeys);
      this.fill(returned.fields);
      const bar = this.say(this.dataset.returned, returned);
      this.addButton(bar, this.dataset.drop, () => {
        sentKeys.forEach((key) => this.write(key, null));
        this.timer = clearTimeout(this.timer);
        location.reload();
      });
    }
    drafts.filter((draft) => draft !== returned && !sentKeys.includes(draft.key)).slice(0, 5).forEach((draft) => this.offer(draft));
  }

  offer(draft) {
    const bar = this.say(this.dataset.offer, draft);
    this.addButton(bar, this.dataset.take, () => {
      this.sources.push(draft.key);
      this.fill(draft.fields);
      bar.replaceChildren(this.dataset.taken);
    });
    this.addButton(bar, this.dataset.drop, () => {
      this.write(draft.key, null);
      bar.remove();
    });
  }

  say(text, draft) {
    const bar = document.createElement('p');
    bar.className = 'kept-draft__offer';
    bar.setAttribute('role', 'status');
    const when = draft && new Date(draft.at).toLocaleString(document.documentElement.lang);
    const isText = (name) => this.form.querySelector(`[name="${CSS.escape(name)}"]:is(input:not([type="hidden"]), textarea)`);
    const [, first] = draft?.fields.find(([name, value]) => value.trim() && isText(name)) ?? [];
    bar.append(text.replace('{0}', () => (first && text === this.dataset.offer ? `${when}\u3000${first.trim().slice(0, 30)}` : when)), ' ');
    this.prepend(bar);
    return bar;
  }

  addButton(bar, text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'link-button';
    made.textContent = text;
    made.addEventListener('click', act);
    bar.append(made, ' ');
  }

  fill(fields) {
    const kept = Map.groupBy(fields, ([name]) => name);
    const typed = [...this.form.elements].filter((control) => control.name && !/^(submit|button|password|file)$/.test(control.type));
    for (const [name, controls] of Map.groupBy(typed, (control) => control.name)) {
      if (name === '__RequestVerificationToken') continue;
      const values = (kept.get(name) ?? []).map(([, value]) => value);
      controls.forEach((control, at) => {
        if (/^(checkbox|radio)$/.test(control.type)) this.set(control, 'checked', values.includes(control.value));
        else if (at < values.length && (!control.options || [...control.options].some((o) => o.value === values[at]))) this.set(control, 'value', values[at]);
      });
    }
  }

  set(control, property, value) {
    if (control[property] === value) return;
    control[property] = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }

  // Drafts of this form, newest first. Saved and expired ones are deleted.
  drafts() {
    const found = [];
    for (const key of this.keys()) {
      const kept = this.read(key);
      if (!kept || Date.now() - kept.at > this.constructor.maxAge) this.write(key, null);
      else if (key.startsWith(this.place) && this.text(kept.fields) === this.opened) this.write(key, null);
      else if (key.startsWith(this.place)) found.push({ key, ...kept });
    }
    return found.sort((a, b) => b.at - a.at);
  }

  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith('draft ')); } catch { return []; }
  }

  read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }

  // False if the browser's storage is full even without older drafts.
  write(key, text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      return true;
    } catch {
      const oldest = this.keys().filter((k) => k !== key).map((k) => [k, this.read(k)?.at ?? 0]).sort(([, a], [, b]) => a - b)[0];
      if (!oldest || text === null) return false;
      this.write(oldest[0], null);
      return this.write(key, text);
    }
  }
});
