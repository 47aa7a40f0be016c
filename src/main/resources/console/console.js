// Comfort only: every page is whole without it. It talks to nobody but the service that sent it.

const every = (selector, root = document) => [...root.querySelectorAll(selector)];

// The theme: as the system says, unless the reader has chosen one. The service writes it into the page.
const THEMES = ['system', 'light', 'dark'];

function themed() {
  for (const button of every('[data-theme-switch]')) {
    const name = button.querySelector('[data-theme-name]');
    const present = () => document.documentElement.dataset.theme ?? 'system';
    name.textContent = present();
    button.hidden = false;
    button.addEventListener('click', () => {
      const next = THEMES[(THEMES.indexOf(present()) + 1) % THEMES.length];
      const forgets = next === 'system';
      document.cookie = `theme=${forgets ? '' : next}; path=/; samesite=lax; max-age=${forgets ? 0 : 31536000}`;
      if (forgets) {
        delete document.documentElement.dataset.theme;
      } else {
        document.documentElement.dataset.theme = next;
      }
      name.textContent = next;
    });
  }
}

// Instants in the reader's own zone, where they are asked for: <time datetime="…" data-local>.
const LOCAL = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium', timeStyle: 'short',
});

function localized(root) {
  for (const time of every('time[data-local]', root)) {
    time.title = time.textContent;
    time.textContent = LOCAL.format(new Date(time.dateTime));
  }
  for (const zone of every('[data-zone]', root)) {
    zone.textContent = LOCAL.resolvedOptions().timeZone;
  }
  for (const part of every('[data-needs-script]', root)) {
    part.hidden = false;
  }
}

// What is meant to be taken along: <pre class="code" data-copy>.
function copied(root) {
  if (!navigator.clipboard) {
    return;
  }
  for (const code of every('.code[data-copy]', root)) {
    const text = code.textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${text.trim().slice(0, 40)}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text.trim());
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    code.append(button);
  }
}

function comfort(root) {
  localized(root);
  copied(root);
}

// A page of what is coming looks again when a notice is raised: parts with data-live are exchanged by their ids. A tab that
// nobody looks at holds no connection.
const KINDS = ['announced', 'revised', 'withdrawn', 'conflicted', 'approaching', 'reached'];
const PAUSE = 2000;
const ANOTHER_TRY = 30000;

class Live {
  #state;
  #stream;
  #timer;
  #sent = new Map();
  #again = false;
  #looking = false;

  constructor(state) {
    this.#state = state;
    this.#remember(document);
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#stop() : this.#start()));
    window.addEventListener('pagehide', () => this.#stop());
    window.addEventListener('pageshow', (shown) => shown.persisted && this.#start());
    if (!document.hidden) {
      this.#start();
    }
  }

  #start() {
    this.#stop();
    const subject = document.querySelector('[data-live-subject]')?.dataset.liveSubject;
    const only = subject ? `&subject=${encodeURIComponent(subject)}` : '';
    const stream = new EventSource(`/v1/notices/stream?after=latest${only}`);
    // What was raised between the page and the stream, or while it was cut off, is not told by it.
    stream.addEventListener('open', () => this.#look());
    stream.addEventListener('error', () => this.#broken(stream));
    KINDS.forEach((kind) => stream.addEventListener(`cutoff.${kind}`, () => this.#look()));
    this.#stream = stream;
  }

  #stop() {
    this.#stream?.close();
    clearTimeout(this.#timer);
    this.#looking = false;
    this.#again = false;
  }

  #broken(stream) {
    this.#say('off', 'Not connected, trying again');
    if (stream.readyState === EventSource.CLOSED) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look().finally(() => this.#start()), ANOTHER_TRY);
    }
  }

  // One after the other, and with a pause in between: of a burst, the first and the last are seen.
  async #look() {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    this.#again = false;
    try {
      await this.#exchange();
      const now = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date());
      this.#say('on', `Updates by itself, last looked at ${now}`);
    } catch {
      this.#say('off', 'Not connected, trying again');
    }
    this.#timer = setTimeout(() => {
      this.#looking = false;
      if (this.#again) {
        this.#look();
      }
    }, PAUSE);
  }

  async #exchange() {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) {
      throw new Error(`${answer.status}`);
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of every('[data-live]')) {
      const next = fresh.getElementById(part.id);
      if (next && next.outerHTML !== this.#sent.get(part.id)) {
        this.#sent.set(part.id, next.outerHTML);
        replace(part, document.adoptNode(next));
      }
    }
  }

  #remember(root) {
    every('[data-live]', root).forEach((part) => this.#sent.set(part.id, part.outerHTML));
  }

  #say(state, text) {
    this.#state.hidden = false;
    this.#state.dataset.liveState = state;
    if (this.#state.textContent !== text) {
      this.#state.textContent = text;
    }
  }
}

// Where the reader is stays where it is: what is open, and what has the focus.
function replace(part, next) {
  const open = every('details', part).map((details) => details.open);
  const focus = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  every('details', next).forEach((details, index) => { details.open = open[index] ?? false; });
  comfort(next);
  part.replaceWith(next);
  if (focus) {
    every('a[href]', next).find((link) => link.getAttribute('href') === focus)?.focus({ preventScroll: true });
  }
}

const state = document.querySelector('[data-live-state]');
if (state) {
  new Live(state);
}
themed();
comfort(document);
