import { writeFileSync } from 'node:fs';
import type { Message } from './handshakes';

/** Connections as a file of packets, for an engine that replays them. */

export interface Connection {
  readonly client: string;
  /** Tells the connection from all others. */
  readonly clientPort: number;
  readonly server: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly says: readonly Message[];
  /** Bytes of the first message that travel alone. */
  readonly split?: number;
}

/** Flags of packets. */
const SYN = 0x02;
const SYN_ACK = 0x12;
const ACK = 0x10;
const PUSH_ACK = 0x18;
const FIN_ACK = 0x11;
/** Bytes of data in a packet. */
const SEGMENT = 1400;

export function writeCapture(path: string, connections: readonly Connection[]): void {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  const chunks: Buffer[] = [header];
  connections.forEach((connection, i) => {
    const packets = connection.protocol === 'udp' ? datagrams(connection) : segments(connection);
    packets.forEach((packet, at) => chunks.push(record(1_700_000_000_000_000 + i * 200_000 + at * 1_000, packet)));
  });
  writeFileSync(path, Buffer.concat(chunks));
}

function record(microseconds: number, packet: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(microseconds / 1e6), 0);
  head.writeUInt32LE(microseconds % 1e6, 4);
  head.writeUInt32LE(packet.length, 8);
  head.writeUInt32LE(packet.length, 12);
  return Buffer.concat([head, packet]);
}

function segments({ client, clientPort, server, port, says, split }: Connection): Buffer[] {
  const next = { client: 1000, server: 9000 };
  const packets: Buffer[] = [];
  const send = (from: Message['from'], flags: number, data: Buffer = Buffer.alloc(0)): void => {
    const to = from === 'client' ? 'server' : 'client';
    const tcp = Buffer.alloc(20);
    tcp.writeUInt16BE(from === 'client' ? clientPort : port, 0);
    tcp.writeUInt16BE(from === 'client' ? port : clientPort, 2);
    tcp.writeUInt32BE(next[from], 4);
    tcp.writeUInt32BE(flags === SYN ? 0 : next[to], 8);
    tcp[12] = 0x50;
    tcp[13] = flags;
    tcp.writeUInt16BE(65_000, 14);
    const [source, destination] = from === 'client' ? [client, server] : [server, client];
    packets.push(frame(source, destination, 6, Buffer.concat([tcp, data])));
    next[from] += data.length + (flags === SYN || flags === SYN_ACK || flags === FIN_ACK ? 1 : 0);
  };
  send('client', SYN);
  send('server', SYN_ACK);
  send('client', ACK);
  says.forEach(({ from, data }, i) => {
    const parts = i === 0 && split !== undefined ? [data.subarray(0, split), data.subarray(split)] : cut(data);
    for (const part of parts) {
      send(from, PUSH_ACK, part);
      send(from === 'client' ? 'server' : 'client', ACK);
    }
  });
  send('client', FIN_ACK);
  send('server', FIN_ACK);
  send('client', ACK);
  return packets;
}

function cut(data: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(data.length / SEGMENT) }, (_, i) =>
    data.subarray(i * SEGMENT, (i + 1) * SEGMENT),
  );
}

function datagrams({ client, clientPort, server, port, says }: Connection): Buffer[] {
  return says.map(({ data }) => {
    const udp = Buffer.alloc(8);
    udp.writeUInt16BE(clientPort, 0);
    udp.writeUInt16BE(port, 2);
    udp.writeUInt16BE(8 + data.length, 4);
    return frame(client, server, 17, Buffer.concat([udp, data]));
  });
}

/** Ethernet and IP; checksums are left out, and the engine does not look at them. */
function frame(source: string, destination: string, protocol: number, payload: Buffer): Buffer {
  return source.includes(':')
    ? frame6(source, destination, protocol, payload)
    : frame4(source, destination, protocol, payload);
}

const HARDWARE = '020000000001020000000002';

function frame4(source: string, destination: string, protocol: number, payload: Buffer): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(20 + payload.length, 2);
  ip[8] = 64;
  ip[9] = protocol;
  Buffer.from(source.split('.').map(Number)).copy(ip, 12);
  Buffer.from(destination.split('.').map(Number)).copy(ip, 16);
  return Buffer.concat([Buffer.from(`${HARDWARE}0800`, 'hex'), ip, payload]);
}

function frame6(source: string, destination: string, protocol: number, payload: Buffer): Buffer {
  const ip = Buffer.alloc(40);
  ip[0] = 0x60;
  ip.writeUInt16BE(payload.length, 4);
  ip[6] = protocol;
  ip[7] = 64;
  bytes6(source).copy(ip, 8);
  bytes6(destination).copy(ip, 24);
  return Buffer.concat([Buffer.from(`${HARDWARE}86dd`, 'hex'), ip, payload]);
}

/** The bytes of an address, with one `::` at most. */
export function bytes6(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const hex = [...groups(head), ...zeros, ...groups(tail)].map((group) => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}
