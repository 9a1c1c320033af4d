import type { Case } from './case';
import { readProxy } from '../../lib/http/proxy-env';
import { checksOf, readResults } from '../../lib/preflight';
import { Connection, importConnectors, importDrift, Plan, reviewOf, Target } from 'harness-delegate-access';

const imported = (text: string) => (): unknown => importConnectors([{ name: 'a.json', text }]);
const NONE = importConnectors([{ name: 'a.json', text: '{"data":{"content":[]}}' }]);

const review = reviewOf(Plan.of([Connection.datadog()], { asOf: '2026-11-26' }).on(Target.AWS_SECURITY_GROUP));

/** Files of connectors, proxies, and what a preflight is given. */
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
  [
    'a host with a space',
    () => checksOf(review, { hosts: ['a host'] }),
    'InvalidHost',
    '`--hosts` must be host names and addresses, with commas, got "a host"',
  ],
  [
    'a closed destination without a port',
    () => checksOf(review, { closed: ['192.0.2.7'] }),
    'InvalidHost',
    '`--closed` must be a host and a port such as `192.0.2.7:22`, got "192.0.2.7"',
  ],
  ['results without a line', () => readResults(review, 'went on'), 'InvalidResults', 'got none'],
  [
    'results with a line that is broken',
    () => readResults(review, '{"preflight":1,"host":"a\n'),
    'InvalidResults',
    'line 1 of the results is none that the script prints',
  ],
];
