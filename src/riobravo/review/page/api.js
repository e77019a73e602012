/** What the server is asked. Decisions go out one after the other, each on the article as the last answer left it. */
let last = Promise.resolve();
let n_waiting = 0;
const listeners = new Set();

export const onWaiting = (listener) => listeners.add(listener);

export class Refused extends Error {
  constructor(status, { code, message }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function answer(path, options) {
  const response = await fetch(`api/${path}`, options);
  const found = await response.json();
  if (!response.ok) throw new Refused(response.status, found);
  return found;
}

export const get = (path, query = {}) => answer(`${path}?${new URLSearchParams(query)}`);

/** Sends what `make` gives when its turn has come; `took` has the answer before the next one is made. */
export function post(path, make, took) {
  count(1);
  const sent = last
    .then(() => answer(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(make()) }))
    .then((found) => {
      took(found);
      return found;
    });
  last = sent.catch(() => {});
  return sent.finally(() => count(-1));
}

function count(step) {
  n_waiting += step;
  for (const listener of listeners) listener(n_waiting);
}
