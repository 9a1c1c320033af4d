import { sourceUrl } from '../../lib/catalog';

test('makes a page that can be opened of a repository source, and leaves a URL alone', () => {
  expect(sourceUrl({ ref: 'a/b:docs/x.md@0123abc', date: '2026', dateIs: 'edition' })).toBe(
    'https://github.com/a/b/blob/0123abc/docs/x.md',
  );
  expect(sourceUrl({ ref: 'https://example.com/x', date: '2026', dateIs: 'edition' })).toBe('https://example.com/x');
});
