// Calls to the server that this page came from. Every address is relative: the token stays in it.

/** What the server refused, in one line for people. */
export class Refused extends Error {
  constructor(status, line) {
    super(line);
    this.status = status;
  }
}

async function refused(response) {
  let line = `the server answered ${response.status}`;
  try {
    line = (await response.json()).error ?? line;
  } catch {
    // no JSON: the status is all there is to say
  }
  return new Refused(response.status, line);
}

function query(parameters) {
  const text = new URLSearchParams(parameters).toString();
  return text ? `?${text}` : '';
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Refused(0, 'the server has ended; start the command again and open its new address');
  }
  if (!response.ok) throw await refused(response);
  return response;
}

/** Asks by GET. */
export async function get(path, parameters = {}, signal = undefined) {
  return (await send(path + query(parameters), { signal })).json();
}

/** A file's text. */
export const text = async (path) => (await send(path, {})).text();

const posted = (body, signal) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
  signal,
});

/** Asks by POST. */
export async function post(path, body = {}, signal = undefined) {
  return (await send(path, posted(body, signal))).json();
}

/** Events of a response, one by one: {name, data}. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block);
      const data = /^data: (.*)$/m.exec(block);
      if (name && data) yield { name: name[1], data: JSON.parse(data[1]) };
    }
  }
}

/** Listens to a feed until it ends: `on` maps names of events to functions of their data. */
export async function listen(path, parameters, on, signal = undefined) {
  const response = await send(path + query(parameters), { signal });
  try {
    for await (const { name, data } of events(response)) {
      if (name === 'error') throw new Refused(500, data.error);
      on[name]?.(data);
    }
  } catch (e) {
    if (e.name === 'AbortError' || e instanceof Refused) throw e;
  }
  throw new Refused(0, 'the server has ended; start the command again and open its new address');
}

/** Whether an error only says that somebody cancelled. */
export const isCancelled = (error) => error.name === 'AbortError';

/**
 * Runs a task: resolves to its answer. `on` maps `waiting` ({ahead}), `progress` ({done, all}) and names of the task's
 * own events to functions. It is cancelled by the signal, or when the page closes.
 */
export async function run(path, body, on = {}, signal = undefined) {
  const response = await send(path, posted(body, signal));
  for await (const { name, data } of events(response)) {
    if (name === 'done') return data;
    if (name === 'error') throw new Refused(500, data.error);
    if (name === 'cancelled') throw new DOMException('cancelled', 'AbortError');
    on[name]?.(data);
  }
  throw new Refused(0, 'the server has ended; start the command again and open its new address');
}
