import type { Platform } from '../../lib/platform';

/** A platform of nowhere, as small as one can be: one target, and nothing that it grants, reads or writes. */
export const TOY: Platform = {
  id: 'toy',
  title: 'Toy',
  targets: [
    {
      name: 'toy-filter',
      title: 'Toy filter',
      platform: 'toy',
      names: { match: 'subtree', on: 'tls and http' },
      remarks: [],
    },
  ],
  grants: () => false,
  choices: [],
  readers: () => [],
};
