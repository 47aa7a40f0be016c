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
const LOCAL = new Intl.DateTimeFormat(document.documentElement.lang, {
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

themed();
comfort(document);
