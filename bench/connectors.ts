import { quartiles, type Spread } from './statistics';
import { importConnectors, importedList } from 'harness-delegate-access';

/** An account with this many connectors of Jenkins and of machines, each at an address of its own, to the text of a list. */
export function connectorsCost(count: number, runs: number): Spread {
  const content = Array.from({ length: count }, (_, i) => ({
    connector:
      i % 5 === 0
        ? { identifier: `pdc${i}`, type: 'Pdc', spec: { hosts: [{ hostname: `h${i}.example.org:22` }] } }
        : { identifier: `ci${i}`, type: 'Jenkins', spec: { jenkinsUrl: `https://ci${i}.example.org` } },
  }));
  const text = JSON.stringify({ status: 'SUCCESS', data: { content } });
  return quartiles(
    Array.from({ length: runs }, () => {
      const began = performance.now();
      importedList(importConnectors([{ name: 'connectors.json', text }]));
      return performance.now() - began;
    }),
  );
}
