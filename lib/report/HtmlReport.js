'use strict';
// Hides the findings that do not match the filters. The part of the address
// behind '#' holds the filters, so that a view can be kept and passed on:
// #text=socket&tier=deadlock&tier=stall&check=async-blocking-call&file=src/a.cpp
// and quiet=1 for the suppressed ones.
(() => {
  const form = document.getElementById('filters');
  const quiet = document.getElementById('show-quiet');
  const findings = [...document.querySelectorAll('.finding')];
  const sections = [...document.querySelectorAll('section.file')];
  const none = document.getElementById('none');
  const tiers = [...form.querySelectorAll('[name=tier]')];
  const words = new Map(findings.map(f => [f, f.textContent.toLowerCase()]));

  const isQuiet = f => f.classList.contains('quiet') && !(quiet && quiet.checked);

  function apply() {
    const wanted = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const check = form.elements.check.value;
    const file = form.elements.file.value;
    const on = new Set(tiers.filter(t => t.checked).map(t => t.value));
    let shown = 0, all = 0;
    for (const f of findings) {
      f.hidden = !(on.has(f.dataset.tier) && (!check || f.dataset.check === check) &&
                   (!file || f.dataset.file === file) &&
                   wanted.every(w => words.get(f).includes(w)));
      if (isQuiet(f))
        continue;
      ++all;
      shown += !f.hidden;
    }
    for (const s of sections)
      s.hidden = ![...s.querySelectorAll('.finding')].some(f => !f.hidden && !isQuiet(f));
    none.hidden = shown > 0;
    document.getElementById('shown').value = `${shown} of ${all} shown`;
  }

  function remember() {
    const state = new URLSearchParams();
    for (const name of ['text', 'check', 'file'])
      if (form.elements[name].value)
        state.set(name, form.elements[name].value);
    if (!tiers.every(t => t.checked))
      for (const t of tiers.filter(t => t.checked))
        state.append('tier', t.value);
    if (quiet && quiet.checked)
      state.set('quiet', '1');
    history.replaceState(null, '', '#' + state);
  }

  function recall() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) { // a link to the description of a check
      target.open = true;
      return;
    }
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of ['text', 'check', 'file'])
      form.elements[name].value = state.get(name) ?? '';
    const on = state.getAll('tier');
    for (const t of tiers)
      t.checked = on.length === 0 || on.includes(t.value);
    if (quiet)
      quiet.checked = state.has('quiet');
    apply();
  }

  const changed = () => { apply(); remember(); };
  form.addEventListener('input', changed);
  form.addEventListener('submit', e => e.preventDefault());
  quiet?.addEventListener('change', changed);
  addEventListener('hashchange', recall);
  form.hidden = false;
  apply();
  recall();
})();
