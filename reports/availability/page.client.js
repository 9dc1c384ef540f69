/* global document, window */
'use strict';

const form = document.querySelector('.search');
const rows = [...document.querySelectorAll('.practices tbody tr')].map((row) => ({
  row,
  words: row.textContent.toLowerCase(),
  outcome: row.children[2].textContent,
}));

/** Shows the rows that have every word and the outcome, and says how many they are. */
function search() {
  const wanted = form.elements.words.value.toLowerCase().split(/\s+/);
  const outcome = form.elements.outcome.value;
  let shown = 0;
  for (const { row, words, outcome: own } of rows) {
    row.hidden = !((outcome === '' || own === outcome) && wanted.every((word) => words.includes(word)));
    if (!row.hidden) shown += 1;
  }
  form.querySelector('output').textContent = `${shown} of ${rows.length} practices`;
}

let timer;
form.addEventListener('input', () => {
  window.clearTimeout(timer);
  timer = window.setTimeout(search, 120);
});
form.addEventListener('submit', (event) => event.preventDefault());
search();
