// Shared by elements that save without leaving the page. Functions, not classes: the files of this folder are sent as one script, and function
// declarations are hoisted before the first element starts.

// Posts to the store. Returns the outcome: kind is `saved` or the reason of the failure; data is the JSON, page the HTML of the response.
async function postToStore(url, body, accept = 'application/json') {
  const patience = 30_000; // longer than a busy store takes; without a timeout a lost response would block all saves behind it
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

// The reason of a failed save as text: the store's own if it gave one.
function failureText({ kind, data }) {
  const texts = document.getElementById('save-failures').dataset;
  return data?.error ?? data?.detail ?? texts[kind] ?? texts.failed;
}

// A queue per key: saves run one after the other, in order.
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

// Makes the browser ask before leaving a page with unsaved input.
function askBeforeLeaving(holdsUnsaved) {
  addEventListener('beforeunload', (event) => { if (holdsUnsaved()) event.preventDefault(); });
}

// A value in sessionStorage, for unsaved input.
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
