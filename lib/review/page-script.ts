/** The script of the page: search, filters, sorting. Without it the page is complete, only longer. */
export const PAGE_SCRIPT = `(() => {
  'use strict';
  const bar = document.getElementById('filters');
  const search = bar.querySelector('input');
  const selects = [...bar.querySelectorAll('select')];
  const sections = [...document.querySelectorAll('section[data-count]')].map((section) => ({
    section,
    count: section.querySelector('.count'),
    fold: section.querySelector('details'),
    groups: [...section.querySelectorAll('[data-group]')],
    rows: [...section.querySelectorAll('[data-row]')].map((row) => ({ row, text: row.textContent.toLowerCase() })),
  }));
  const nothing = document.getElementById('nothing');
  let wasFiltering = false;

  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const wanted = selects.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]);
    const isFiltering = words.length + wanted.length > 0;
    let found = 0;
    for (const { section, count, fold, groups, rows } of sections) {
      let shown = 0;
      for (const { row, text } of rows) {
        const { dataset } = row;
        const fits =
          wanted.every(([name, value]) => dataset[name] === undefined || dataset[name] === value) &&
          words.every((word) => text.includes(word));
        if (row.hidden === fits) {
          row.hidden = !fits;
        }
        shown += fits ? 1 : 0;
      }
      section.hidden = shown === 0;
      for (const group of groups) {
        group.hidden = group.querySelector('[data-row]:not([hidden])') === null;
      }
      if (fold !== null && isFiltering !== wasFiltering) {
        fold.open = isFiltering;
      }
      count.textContent = shown === rows.length ? String(shown) : shown + ' of ' + rows.length;
      found += shown;
    }
    wasFiltering = isFiltering;
    nothing.hidden = found > 0;
  };

  const collator = new Intl.Collator('en', { numeric: true });
  const sortBy = (header) => {
    const up = header.getAttribute('aria-sort') !== 'ascending';
    const body = header.closest('table').tBodies[0];
    const keyed = [...body.rows].map((row) => [row.cells[header.cellIndex].textContent, row]);
    keyed.sort(([a], [b]) => collator.compare(a, b) * (up ? 1 : -1));
    for (const other of header.parentNode.cells) {
      other.removeAttribute('aria-sort');
    }
    header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    body.append(...keyed.map(([, row]) => row));
  };

  for (const header of document.querySelectorAll('thead th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    button.addEventListener('click', () => sortBy(header));
    header.append(button);
  }
  let waiting;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  bar.addEventListener('change', apply);
  bar.addEventListener('reset', () => setTimeout(apply));
  bar.addEventListener('submit', (event) => event.preventDefault());
  bar.hidden = false;
  apply();
})();`;
