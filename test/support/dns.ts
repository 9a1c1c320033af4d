import { createSocket, type Socket } from 'node:dgram';

/** A resolver: answers with addresses, with none, wrongly, late or never. */

interface Addresses {
  readonly v4?: string;
  readonly v6?: string;
  /** Milliseconds before the answer. */
  readonly after?: number;
}
export type Answer = Addresses | 'none' | 'never';

const open: Socket[] = [];

export function closeResolvers(): void {
  open.splice(0).forEach((socket) => socket.close());
}

/** @returns its address with its port */
export async function resolver(answers: Readonly<Record<string, string>>): Promise<string> {
  const { port } = await serveNames((name) => {
    const answer = answers[name] ?? 'none';
    return answer === 'none' || answer === 'never' ? answer : { v4: answer };
  });
  return `127.0.0.1:${port}`;
}

/** @param port any that is free by default */
export async function serveNames(
  answerOf: (name: string) => Answer,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<{ readonly port: number }> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  open.push(socket);
  socket.on('message', (query, from) => {
    const answer = answerOf(nameIn(query));
    if (answer !== 'never') {
      const { after = 0, ...addresses } = answer === 'none' ? {} : answer;
      const reply = replyTo(query, answer === 'none' ? undefined : addresses);
      setTimeout(() => socket.send(reply, from.port, from.address, () => undefined), after);
    }
  });
  await new Promise<void>((resolve) => socket.bind(port, host, resolve));
  return socket.address();
}

const HEADER = 12;

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = HEADER; query[at] !== 0; at += query[at]! + 1) {
    labels.push(query.toString('ascii', at + 1, at + 1 + query[at]!));
  }
  return labels.join('.').toLowerCase();
}

const A = 1;
const AAAA = 28;

/** The question again, with one record or without; NXDOMAIN where there is no such name. */
function replyTo(query: Buffer, addresses: Addresses | undefined): Buffer {
  const end = query.indexOf(0, HEADER) + 5;
  const question = query.subarray(HEADER, end);
  const type = query.readUInt16BE(end - 4);
  const data = type === A ? bytesOf4(addresses?.v4) : type === AAAA ? bytesOf6(addresses?.v6) : undefined;
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(addresses === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data === undefined ? 0 : 1, 6);
  const record = data === undefined ? [] : [0xc0, HEADER, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data];
  return Buffer.concat([header, question, Buffer.from(record)]);
}

function bytesOf4(address: string | undefined): number[] | undefined {
  return address?.split('.').map(Number);
}

function bytesOf6(address: string | undefined): number[] | undefined {
  if (address === undefined) {
    return undefined;
  }
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return all.flatMap((group) => [Math.floor(group / 256), group % 256]);
}
