import { untyped, type Case } from './case';
import { Cidr, Destination, Port } from 'harness-delegate-access';

/** Ports, blocks and destinations. */
export const VALUES: readonly Case[] = [
  [
    'a block with host bits',
    () => Cidr.parse('10.0.0.1/8'),
    'HostBits',
    /got "10\.0\.0\.1\/8"; did you mean `10\.0\.0\.0\/8`\?/,
  ],
  ['an address that is a number', () => Cidr.of('ipv6', untyped(1), 128), 'InvalidCidr', /must be a bigint.*got 1$/],
  ['a range that goes down', () => Port.tcpRange(90, 80), 'InvalidPortRange', 'got 90-80; did you mean 80-90?'],
  [
    'a deploy-time value that is a number',
    () => Destination.deployTime(untyped(7), { name: 'x' }),
    'InvalidDeployTimeValue',
    '`value` of the deploy-time destination "x" must be a string token, got 7',
  ],
  [
    'a name with control characters',
    () => Destination.deployTime('${var.x}', { name: 'a\u001b[2J' }),
    'ControlCharacters',
    '`name` must not contain control or invisible characters, got "a\\u001b[2J"',
  ],
  [
    'a name of 1,001 characters',
    () => Destination.deployTime('${var.x}', { name: 'x'.repeat(1001) }),
    'InvalidText',
    '`name` must be at most 1000 characters, got 1001',
  ],
];
