import { createSocket, type Socket } from 'node:dgram';

/** A resolver on loopback: answers with an address, with none, wrongly, late or never. */

type Answer = string | 'none' | 'never';

const open: Socket[] = [];

export function closeResolvers(): void {
  open.splice(0).forEach((socket) => socket.close());
}

/** @returns its address with its port */
export async function resolver(answers: Readonly<Record<string, Answer>>): Promise<string> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (query, { address, port }) => {
    const name = nameIn(query);
    const answer = answers[name] ?? 'none';
    if (answer !== 'never') {
      socket.send(replyTo(query, answer === 'none' ? undefined : answer), port, address);
    }
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return `127.0.0.1:${socket.address().port}`;
}

const HEADER = 12;

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = HEADER; query[at] !== 0; at += query[at]! + 1) {
    labels.push(query.toString('ascii', at + 1, at + 1 + query[at]!));
  }
  return labels.join('.').toLowerCase();
}

/** The question again, with one record of type A, or without a record; NXDOMAIN where there is no address. */
function replyTo(query: Buffer, address: string | undefined): Buffer {
  const end = query.indexOf(0, HEADER) + 5;
  const question = query.subarray(HEADER, end);
  const isA = query.readUInt16BE(end - 4) === 1;
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(address === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address !== undefined && isA ? 1 : 0, 6);
  const record =
    address !== undefined && isA
      ? Buffer.from([0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
      : Buffer.alloc(0);
  return Buffer.concat([header, question, record]);
}
