import type * as Synth from './synth';
import { EXPLICIT_PROXY } from './targets';
import type { Platform } from '../../platform';

/* eslint-disable @typescript-eslint/no-require-imports -- synths are loaded on use */
const synth = (): typeof Synth => require('./synth') as typeof Synth;
/* eslint-enable @typescript-eslint/no-require-imports */

export const PROXY: Platform = {
  id: 'proxy',
  title: 'HTTP proxy',
  targets: [EXPLICIT_PROXY],
  grants: () => false,
  choices: [],
  readers: () => [],
  synths: [
    {
      kind: 'squid',
      flags: [
        {
          name: 'source',
          flag: '--source <blocks>',
          description: 'blocks of the delegate, with commas between them (default: whoever uses the proxy)',
        },
        {
          name: 'folder',
          flag: '--folder <path>',
          description: 'folder of the lists on the proxy (default: /etc/squid/harness-delegate)',
        },
      ],
      packages: [],
      example: '--source 10.0.1.0/24',
      reviewed: () => ({ facts: EXPLICIT_PROXY, findings: [] }),
      run: (plan, flags) => synth().squidFiles(plan, flags),
    },
    {
      kind: 'delegate-env',
      flags: [
        {
          name: 'proxyHost',
          flag: '--proxy-host <host>',
          description: 'host of the proxy (default: `to` of the proxy)',
        },
        { name: 'proxyPort', flag: '--proxy-port <port>', description: 'port of the proxy (default: `ports` of it)' },
        {
          name: 'proxyScheme',
          flag: '--proxy-scheme <scheme>',
          description: 'http or https, of the way to the proxy itself (default: http)',
        },
      ],
      packages: [],
      example: '',
      reviewed: () => ({ facts: EXPLICIT_PROXY, findings: [] }),
      run: (plan, flags) => synth().envFiles(plan, flags),
    },
  ],
};
