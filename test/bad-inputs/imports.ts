import type { Case } from './case';
import { readProxy } from '../../lib/http/proxy-env';
import { importConnectors, importDrift } from 'harness-delegate-access';

const imported = (text: string) => (): unknown => importConnectors([{ name: 'a.json', text }]);
const NONE = importConnectors([{ name: 'a.json', text: '{"data":{"content":[]}}' }]);

/** Files of connectors, and proxies. */
export const IMPORTS: readonly Case[] = [
  ['a page of a proxy for connectors', imported('<html>'), 'InvalidConnectors', 'it is a page of HTML or XML'],
  [
    'an error of Harness for connectors',
    imported('{"status":"ERROR","code":"INVALID_TOKEN"}'),
    'HarnessError',
    'it is an error INVALID_TOKEN that Harness answered; check the API key',
  ],
  [
    'a list without lines to add to',
    () => importDrift(NONE, '[datadog]', 'list.yaml'),
    'NotABlockList',
    'must have a list with an entry on each line, such as `- datadog`',
  ],
  [
    'a proxy that speaks something else',
    () => readProxy('socks5://u:p@proxy', 'HTTPS_PROXY'),
    'InvalidProxy',
    'got "socks5://***@proxy"',
  ],
];
