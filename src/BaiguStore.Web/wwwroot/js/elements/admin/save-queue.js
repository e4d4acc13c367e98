// What the elements share that save without leaving the page. Functions, not classes: the files of this folder are sent as one script, and a function
// is there before the first element of it begins.

// Posts to the store. Answers what became of it: kind is `saved`, or the reason why not; data the JSON, page the HTML that came back.
async function postToStore(url, body, accept = 'application/json') {
  const patience = 30_000; // longer than a busy store takes; without an end a lost answer would hold up all that waits behind it
  const kinds = {
    401: 'signedOut', 403: 'signedOut', 404: 'gone', 410: 'gone', 409: 'conflict', 422: 'question', 429: 'busy',
    502: 'unavailable', 503: 'unavailable', 504: 'unavailable',
  };
  try {
    const answer = await fetch(url, { method: 'POST', headers: { Accept: accept }, body, signal: AbortSignal.timeout(patience) });
    const text = await answer.text();
    if (answer.redirected && new URL(answer.url).pathname.startsWith('/account/')) return { kind: 'signedOut' };
    const isJson = answer.headers.get('Content-Type')?.includes('json');
    const kind = answer.ok ? (isJson || accept !== 'application/json' ? 'saved' : 'failed') : kinds[answer.status] ?? 'failed';
    const content = isJson ? { data: JSON.parse(text) } : { page: new DOMParser().parseFromString(text, 'text/html') };
    return { kind, status: answer.status, url: answer.url, ...content };
  } catch {
    return { kind: 'unreachable' };
  }
}

// Why something was not saved, in words: the store's own where it gave any.
function failureText({ kind, data }) {
  const texts = document.getElementById('save-failures').dataset;
  return data?.error ?? data?.detail ?? texts[kind] ?? texts.failed;
}

// One save after the other for each key, in the order in which they were asked for.
function createSaveQueue() {
  const last = new Map();
  let waiting = 0;
  return {
    get isBusy() { return waiting > 0; },
    run(key, save) {
      waiting += 1;
      const done = (last.get(key) ?? Promise.resolve()).then(save).finally(() => { waiting -= 1; });
      last.set(key, done.catch(() => {}));
      return done;
    },
  };
}

// The browser asks before a page is left that holds something unsaved.
function askBeforeLeaving(holdsUnsaved) {
  addEventListener('beforeunload', (event) => { if (holdsUnsaved()) event.preventDefault(); });
}

// A value of this tab that outlives its pages, for what was typed and is not saved yet.
function tabValue(key) {
  return {
    read() {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
    },
    write(value) {
      try {
        if (value) sessionStorage.setItem(key, JSON.stringify(value));
        else sessionStorage.removeItem(key);
      } catch { /* the browser keeps nothing */ }
    },
  };
}
