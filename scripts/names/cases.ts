import type { Connection } from './capture';
import { QUIC, SSH, UNKNOWN, http, type Handshakes, type Message } from './handshakes';
import type { Attempt, SaidFlow } from '../../test/oracle/names';

/** Connections that a filter must tell apart, for the names, ports and blocks of a list. */

export interface Case {
  readonly what: string;
  readonly attempt: Attempt;
  readonly connection: Connection;
}

/** Names and ports of a list that get cases of their own; the random lists have fewer. */
const NAMES = 12;

/** @param addresses of names; a name without one is at `elsewhere` */
export async function casesFor(
  flows: readonly SaidFlow[],
  handshakes: Handshakes,
  {
    client,
    client6,
    addresses,
    elsewhere,
    elsewhere6,
  }: {
    readonly client: string;
    readonly client6: string;
    readonly addresses: ReadonlyMap<string, string>;
    readonly elsewhere: string;
    readonly elsewhere6: string;
  },
): Promise<Case[]> {
  const cases: Case[] = [];
  let clientPort = 20_000;
  const add = (
    what: string,
    port: number,
    says: readonly Message[],
    more: {
      readonly address?: string;
      readonly shows?: Attempt['shows'];
      readonly split?: number;
      readonly protocol?: 'tcp' | 'udp';
    } = {},
  ): void => {
    const { address = elsewhere, shows, split, protocol = 'tcp' } = more;
    clientPort += 1;
    cases.push({
      what: `${what} to ${address}:${port}`,
      attempt: { protocol, address, port, ...(shows === undefined ? {} : { shows }) },
      connection: {
        client: address.includes(':') ? client6 : client,
        clientPort,
        server: address,
        port,
        protocol,
        says,
        ...(split === undefined ? {} : { split }),
      },
    });
  };
  const tls = async (
    what: string,
    name: string,
    port: number,
    more: { readonly address?: string; readonly split?: number; readonly alpn?: readonly string[] } = {},
  ): Promise<void> =>
    add(`${what} ${name} in TLS`, port, await handshakes.tls(name, more.alpn), { ...more, shows: { name, in: 'tls' } });
  const plain = (what: string, name: string, port: number, address?: string): void =>
    add(`${what} ${name} in HTTP`, port, http(port === 80 ? name : `${name}:${port}`), {
      ...(address === undefined ? {} : { address }),
      shows: { name, in: 'http' },
    });

  const named = flows.filter(({ hostname }) => hostname !== undefined);
  const pairs = [...new Map(named.map((flow) => [`${flow.hostname} ${flow.from}`, flow])).values()].slice(0, NAMES);
  for (const { hostname, from: port, to: last } of pairs) {
    const name = hostname!.replace(/\*/g, 'label');
    const at = { address: addresses.get(hostname!) ?? elsewhere };
    await tls('exact', name, port, at);
    plain('exact', name, port, at.address);
    await tls('right name, wrong port', name, last + 1, at);
    await tls('last port of the range', name, last, at);
    await tls('upper case', name.toUpperCase(), port, at);
    await tls('a ClientHello in two parts', name, port, { ...at, split: 60 });
    await tls('sub-domain of', `sub.${name}`, port, at);
    await tls('apex of', name.slice(name.indexOf('.') + 1), port, at);
    await tls('name as a prefix of', `${name}.evil.example`, port, at);
    await tls('name as a suffix of', `not${name}`, port, at);
    await tls('at an address of others', name, port);
    await tls('at an IPv6 address of others', name, port, { address: elsewhere6 });
    add('SSH', port, SSH, at);
  }
  const ports = [...new Set(flows.filter(({ protocol }) => protocol === 'tcp').map(({ from }) => from))].slice(0, 6);
  for (const port of ports) {
    await tls('another name', 'evil.example.com', port);
    await tls('a ClientHello of several packets', 'evil.example.com', port, { alpn: LONG });
    plain('another name', 'evil.example.com', port);
    add('TLS without a name', port, await handshakes.tls(undefined));
    add('an unknown protocol', port, UNKNOWN);
    add('QUIC', port, QUIC, { protocol: 'udp' });
  }
  for (const { block, from: port } of flows
    .filter((flow) => flow.block !== undefined && flow.protocol === 'tcp')
    .slice(0, 6)) {
    const address = block!.replace(/\/\d+$/, '');
    add('SSH to a block of the list', port, SSH, { address });
    add('an unknown protocol to a block of the list', port, UNKNOWN, { address });
    add('SSH to an IPv6 address of others', port, SSH, { address: elsewhere6 });
  }
  return cases;
}

/** As many protocols as make a first message longer than a packet, as new key exchanges do. */
const LONG = Array.from({ length: 8 }, (_, i) => `x${i}${'y'.repeat(200)}`);
