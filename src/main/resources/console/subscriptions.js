// Comfort for forms and figures; every page is whole without it.

const WAIT = 400;

async function page(address, options) {
  const answer = await fetch(address, { credentials: 'same-origin', headers: { accept: 'text/html' }, ...options });
  if (answer.redirected && new URL(answer.url).pathname === '/sign-in') {
    location.reload();
  }
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function inTheReadersZone(part) {
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of part.querySelectorAll('time[data-local]')) {
    time.title = time.textContent;
    time.textContent = local.format(new Date(time.dateTime));
  }
  return part;
}

// A part takes the place of the one with its id, unless somebody is at work in it.
function replace(id, from) {
  const old = document.getElementById(id);
  const fresh = from.getElementById(id);
  if (old && fresh && !old.contains(document.activeElement)) {
    old.replaceWith(inTheReadersZone(document.importNode(fresh, true)));
  }
}

// What would be sent, and what is wrong so far, while a form is filled in.
function previewed(form) {
  const touched = new Set();
  let timer;
  let latest = 0;
  const look = async () => {
    const mine = ++latest;
    const shown = await page(form.dataset.preview, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (mine !== latest) {
      return;
    }
    replace('preview', shown);
    for (const name of touched) {
      tell(name, shown);
    }
  };
  form.addEventListener('input', (event) => {
    touched.add(event.target.name);
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  look();
}

// The faults of a field that was touched, below it; the field itself stays as it is.
function tell(name, shown) {
  const field = document.getElementById(`field-${name}`);
  const faults = shown.getElementById(`${name}-faults`);
  const input = document.getElementById(name);
  if (!field) {
    return;
  }
  document.getElementById(`${name}-faults`)?.remove();
  if (faults) {
    field.append(document.importNode(faults, true));
  }
  input?.toggleAttribute('aria-invalid', false);
  if (faults) {
    input?.setAttribute('aria-invalid', 'true');
  }
}

// Parts that change by themselves are looked at again every few seconds, while somebody can see them.
function refreshed(part) {
  const { id } = part;
  const again = async () => {
    try {
      if (!document.hidden) {
        replace(id, await page(part.dataset.from ?? location.pathname));
      }
    } catch {
      // The service is away for a moment: what stands here stays, and is looked at again.
    } finally {
      plan();
    }
  };
  const plan = () => {
    const every = document.getElementById(id)?.dataset.refresh;
    if (every) {
      setTimeout(again, every * 1000);
    }
  };
  plan();
}

document.querySelectorAll('form[data-preview]').forEach(previewed);
document.querySelectorAll('[data-refresh]').forEach(refreshed);
