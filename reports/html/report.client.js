/* global document, window, location */
'use strict';

/** Opens every part that is folded around the place an address leads to, and brings it into view. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.hidden) resetFilters();
  for (let part = target; part !== null; part = part.parentElement) {
    if (part.tagName === 'DETAILS') part.open = true;
  }
  target.scrollIntoView();
}

const form = document.querySelector('.filters');
const rows = [...document.querySelectorAll('.matrix tr[id]')].map((row) => ({
  row,
  words: row.textContent.toLowerCase(),
  area: row.parentElement.dataset.area,
  level: row.dataset.level,
  cells: [...row.querySelectorAll('td[data-o]')].map((cell) => ({ practice: cell.dataset.p, outcome: cell.dataset.o })),
}));

/** Whether a row has everything that is asked for; practice and outcome are asked of the same cell. */
function fits(row, wanted) {
  if (wanted.area !== '' && row.area !== wanted.area) return false;
  if (wanted.level !== '' && row.level !== wanted.level) return false;
  if (!wanted.words.every((word) => row.words.includes(word))) return false;
  return row.cells.some(
    (cell) =>
      (wanted.practice === '' || cell.practice === wanted.practice) &&
      (wanted.outcome === '' || cell.outcome === wanted.outcome),
  );
}

function applyFilters() {
  const value = (name) => form.elements[name].value;
  const words = value('words')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const wanted = {
    words,
    area: value('area'),
    level: value('level'),
    practice: value('practice'),
    outcome: value('outcome'),
  };
  let shown = 0;
  for (const row of rows) {
    row.row.hidden = !fits(row, wanted);
    if (!row.row.hidden) shown += 1;
  }
  for (const body of document.querySelectorAll('.matrix tbody')) {
    body.hidden = body.querySelector('tr[id]:not([hidden])') === null;
  }
  form.querySelector('output').textContent = `${shown} of ${rows.length} requirements`;
}

function resetFilters() {
  form.reset();
  applyFilters();
}

form.addEventListener('input', applyFilters);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => window.setTimeout(applyFilters));
for (const link of document.querySelectorAll('[data-filter]')) {
  link.addEventListener('click', () => {
    form.reset();
    form.elements.outcome.value = link.dataset.filter;
    applyFilters();
  });
}
window.addEventListener('hashchange', openTarget);
applyFilters();
openTarget();
