import { setTimeout as sleep } from 'node:timers/promises';
import { AccessError, show } from '../base';
import { ProxyRefusal, send, type Answer, type Environment } from '../http';
import type { ConnectorFile } from './read-file';

/**
 * Answers of Harness's own API, page by page: `GET /ng/api/connectors`, as harness/harness-go-sdk@71b8d2b0 asks it
 * (harness/nextgen/api_connectors.go, 2026-08-21). One list is of one scope, so a project has three.
 */

export interface HarnessOptions {
  readonly account: string;
  readonly organization?: string;
  readonly project?: string;
  /** Address of the manager. @default 'https://app.harness.io' */
  readonly address?: string;
  /** Proxies, and the key in `HARNESS_API_KEY`. */
  readonly environment: Environment;
  /** Says what goes on. */
  readonly progress?: (what: string) => void;
  /** Milliseconds for one answer. @default 30,000 */
  readonly timeout?: number;
  /** Longest pause that Harness may ask for, in milliseconds. @default 60,000 */
  readonly maxPause?: number;
}

const ADDRESS = 'https://app.harness.io';
const PAGE_SIZE = 100;
const MAX_PAGES = 1000;
const MAX_BYTES = 64 * 1024 * 1024;
const TRIES = 5;
const ID = /^[\w.$-]{1,128}$/;

/** @throws AccessError `NoApiKey`, `InvalidChoice`, `HarnessError` */
export async function connectorsFromHarness(options: HarnessOptions): Promise<ConnectorFile[]> {
  const { account, organization, project } = options;
  const asked = [
    ['account', account],
    ['org', organization],
    ['project', project],
  ] as const;
  for (const [name, value] of asked) {
    if (value !== undefined && !ID.test(value)) {
      throw AccessError.of(
        'InvalidChoice',
        `\`--${name}\` must be an identifier of Harness (letters, digits, _, $, . and -), got ${show(value)}`,
      );
    }
  }
  if (project !== undefined && organization === undefined) {
    throw AccessError.of('InvalidChoice', '`--project` needs `--org`, the organization of the project');
  }
  const scopes: Readonly<Record<string, string>>[] = [
    {},
    ...(organization === undefined ? [] : [{ orgIdentifier: organization }]),
    ...(project === undefined ? [] : [{ orgIdentifier: organization!, projectIdentifier: project }]),
  ];
  const files: ConnectorFile[] = [];
  for (const scope of scopes) {
    files.push(...(await pagesOf(scope, options)));
  }
  return files;
}

async function pagesOf(scope: Readonly<Record<string, string>>, options: HarnessOptions): Promise<ConnectorFile[]> {
  const name = Object.values(scope).join('/') || 'account';
  const pages: ConnectorFile[] = [];
  let last = '';
  for (let index = 0; index < MAX_PAGES; index += 1) {
    options.progress?.(`reading the connectors of ${name}, page ${index + 1}`);
    const text = await ask(urlOf(index, scope, options), options);
    const { total, ids } = pageOf(text);
    if (ids !== '' && ids === last) {
      throw AccessError.of(
        'HarnessError',
        `page ${index + 1} of ${show(name)} repeats the one before it, so the list has no end; fetch it by hand, and import the files`,
      );
    }
    last = ids;
    pages.push({ name: `Harness, ${name}, page ${index + 1}`, text });
    if (ids === '' || index + 1 >= total) {
      break;
    }
  }
  return pages;
}

/** @throws AccessError `InvalidChoice` */
function urlOf(
  pageIndex: number,
  scope: Readonly<Record<string, string>>,
  { account, address = ADDRESS }: HarnessOptions,
): URL {
  let url: URL | undefined;
  try {
    url = new URL('/ng/api/connectors', address);
  } catch {
    // Told below.
  }
  const isLocal = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (
    url === undefined ||
    url.username !== '' ||
    (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:'))
  ) {
    throw AccessError.of(
      'InvalidChoice',
      `\`--address\` must be the https address of your Harness, such as ${ADDRESS}, got ${show(address)}`,
    );
  }
  const query = { accountIdentifier: account, ...scope, pageIndex: `${pageIndex}`, pageSize: `${PAGE_SIZE}` };
  Object.entries(query).forEach(([key, value]) => url.searchParams.set(key, value));
  return url;
}

/** Pages that there are, and the connectors of this one. @throws AccessError `HarnessError` */
function pageOf(text: string): { readonly total: number; readonly ids: string } {
  refuseError(text);
  try {
    const { data } = JSON.parse(text) as {
      readonly data: { readonly totalPages?: number; readonly content: readonly { readonly connector?: object }[] };
    };
    const ids = data.content.map(({ connector }) => {
      const { identifier = '', type = '' } = (connector ?? {}) as { identifier?: string; type?: string };
      return `${identifier} ${type}`;
    });
    return { total: data.totalPages ?? 1, ids: ids.join('\n') };
  } catch {
    throw AccessError.of(
      'HarnessError',
      `the answer is no list of connectors${/^\s*</.test(text) ? ', but a page of HTML, as a proxy or a sign-in answers' : ''}; check the address, and a proxy on the way`,
    );
  }
}

/** Errors that Harness answers with 200. @throws AccessError `HarnessError` */
function refuseError(text: string): void {
  const code = /^\s*\{[^{}[\]]*"status"\s*:\s*"(?:ERROR|FAILURE)"/.test(text)
    ? (/"code"\s*:\s*"([A-Z_]{1,60})"/.exec(text)?.[1] ?? '')
    : undefined;
  if (code !== undefined) {
    throw AccessError.of(
      'HarnessError',
      `Harness answers the error ${code === '' ? 'without a code' : code}; check the key, the account and its scopes`,
    );
  }
}

/** @throws AccessError `NoApiKey`, `HarnessError` */
async function ask(
  url: URL,
  { environment, timeout = 30_000, maxPause = 60_000, progress }: HarnessOptions,
): Promise<string> {
  const key = environment.HARNESS_API_KEY ?? '';
  if (!/^[\u0021-\u007e]+$/.test(key)) {
    throw AccessError.of(
      'NoApiKey',
      '`HARNESS_API_KEY` must be set in the environment to an API key of Harness that may view connectors; it is never printed',
    );
  }
  for (let tries = 1; ; tries += 1) {
    const answer = await answerOf(url, key, environment, timeout);
    if (answer.status === 200) {
      return answer.text;
    }
    const isBusy = answer.status === 429 || answer.status >= 500;
    const pause = pauseOf(answer, tries);
    if (!isBusy || tries === TRIES || pause > maxPause) {
      throw AccessError.of('HarnessError', `Harness answers ${answer.status}${meaningOf(answer.status)}`);
    }
    progress?.(`Harness answers ${answer.status}, waiting ${Math.ceil(pause / 1000)} s`);
    await sleep(pause);
  }
}

async function answerOf(url: URL, key: string, environment: Environment, timeout: number): Promise<Answer> {
  try {
    return await send(url, {
      headers: { 'x-api-key': key, 'Accept': 'application/json' },
      timeout,
      maxBytes: MAX_BYTES,
      environment,
    });
  } catch (error) {
    if (error instanceof AccessError) {
      throw error;
    }
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      error instanceof ProxyRefusal
        ? `${message}${error.status === 407 ? ': it wants a user and a password in its address' : ''}`
        : ['ETIMEDOUT', 'TOOLARGE'].includes(code ?? '')
          ? message
          : (code ?? 'the connection failed');
    throw AccessError.of(
      'HarnessError',
      `${url.host} cannot be asked: ${why}; check the address, the network and \`HTTPS_PROXY\``,
    );
  }
}

/** Pause that Harness wishes, or twice as long each time. */
function pauseOf({ headers }: Answer, tries: number): number {
  const asked = Number(headers['retry-after']);
  return Number.isFinite(asked) && asked >= 0 ? asked * 1000 : 500 * 2 ** tries;
}

function meaningOf(status: number): string {
  switch (status) {
    case 400:
    case 404:
      return ': check the account, the organization and the project';
    case 401:
    case 403:
      return ': the key is wrong, has expired, or may not view the connectors of this scope';
    case 301:
    case 302:
    case 307:
    case 308:
      return ': it leads to another address; give that one with `--address`';
    case 429:
      return ': too many requests; try again later';
    default:
      return status >= 500 ? ': try again later' : '';
  }
}
