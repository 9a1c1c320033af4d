import { sortedFindings } from './finding-groups';
import { KINDS } from './summary';
import { meantTexts, openedText } from './through';
import type {
  ReviewCredential,
  ReviewDocument,
  ReviewEndpoint,
  ReviewInbound,
  ReviewPermission,
  ReviewPort,
  ReviewReason,
  ReviewSource,
} from './types';

/** Columns of a review; every format takes its own from here. */

export type Format = 'table' | 'markdown' | 'html';

/** A cell: texts, one below the other, or pages by their numbers. */
export interface Cell {
  readonly texts: readonly string[];
  /** In small letters below, where there is room. */
  readonly aside?: string;
  /** `code`: as in a template; `tag`: a word of few; `any`: one that deserves a look; `connection`: leads to its ports. */
  readonly look?: 'code' | 'tag' | 'any' | 'connection';
  readonly sources?: readonly ReviewSource[];
}

export interface Column<T> {
  readonly title: string;
  readonly formats: readonly Format[];
  /** Characters of it in a table, at most. */
  readonly width: number;
  /** In a table it takes the room that the others leave. */
  readonly grows?: boolean;
  /** On a page: words that must not be broken, or room that it needs; `cite` is left out on paper, with its list. */
  readonly room?: 'short' | 'mid' | 'wide' | 'cite';
  cell(entry: T): Cell;
}

const ALL: readonly Format[] = ['table', 'markdown', 'html'];
const PAGES: readonly Format[] = ['markdown', 'html'];

const one = (text: string): Cell => ({ texts: [text] });
const many = (texts: readonly string[]): Cell => ({ texts });
const ofConnection = ({ connection }: { readonly connection: string }): Cell => ({
  texts: [connection],
  look: 'connection',
});
/** Of a custom connection, or a line that a platform adds: its reason says why, and from where. */
const OF_REASON: Cell = one('the reason, above');
const cited = (sources: readonly ReviewSource[]): Cell => ({ texts: [], sources });

/** A port as it is shown. */
export interface ShownPort extends ReviewPort {
  /** Kinds of findings about it that ask for nothing. */
  readonly remarks: readonly string[];
  /** It is the first line of its connection. */
  readonly isFirst: boolean;
}

/** Title of the requested ports of rows beyond the table. */
export const BEYOND_TABLE = "Requested ports beyond Harness's table";

/** Requested ports, those of rows beyond the table apart, and the others. */
export function shownPorts(
  review: ReviewDocument,
): Readonly<Record<'requested' | 'beyond' | 'others', readonly ShownPort[]>> {
  const { remarksOn } = sortedFindings(review);
  const named = new Set<string>();
  const shown = (isRequested: boolean): ShownPort[] =>
    review.ports
      .filter(({ asked }) => asked === isRequested)
      .map((port) => {
        const isFirst = !named.has(port.connection);
        named.add(port.connection);
        return { ...port, remarks: remarksOn(port).map(({ finding }) => finding), isFirst };
      });
  const requested = shown(true);
  return {
    requested: requested.filter(({ page }) => page === undefined),
    beyond: requested.filter(({ page }) => page !== undefined),
    others: shown(false),
  };
}

export const PORT_COLUMNS: readonly Column<ShownPort>[] = [
  {
    title: 'connection',
    formats: ALL,
    width: 26,
    room: 'mid',
    cell: ({ connection, row, kind, page }) => ({
      texts: [connection],
      look: 'connection',
      aside: `${row === connection ? '' : `row ${row}, `}${page === undefined ? '' : 'beyond the table, '}${KINDS[kind]}`,
    }),
  },
  { title: 'port', formats: ALL, width: 11, room: 'short', cell: ({ port }) => one(port) },
  { title: 'leads to', formats: ['html'], width: 0, room: 'wide', cell: (port) => many(meantTexts(port)) },
  {
    title: 'reachable',
    formats: ['html'],
    width: 0,
    room: 'mid',
    cell: (port) => (port.asked ? many(port.reached.map((text) => openedText(port, text))) : one(port.destination)),
  },
  {
    title: 'destination',
    formats: ['table', 'markdown'],
    width: 30,
    cell: ({ destination }) => one(destination),
  },
  { title: 'kind', formats: ['markdown'], width: 0, cell: ({ kind }) => one(KINDS[kind]) },
  {
    title: 'enforcement',
    formats: ALL,
    width: 11,
    room: 'short',
    cell: (port) => {
      const enforcement = enforcementText(port);
      return {
        texts: enforcement === '' ? [] : [enforcement],
        look: enforcement.includes('port-only') ? 'any' : 'tag',
      };
    },
  },
  {
    title: 'verdict',
    formats: ALL,
    width: 11,
    room: 'short',
    cell: ({ verdict }) => ({
      texts: [verdict],
      look: verdict === 'unexplained' || verdict === 'missing' ? 'any' : 'tag',
    }),
  },
  {
    title: 'why',
    formats: ALL,
    width: 40,
    grows: true,
    room: 'wide',
    cell: ({ why, remarks, layers = [] }) =>
      one(`${[why, ...layers.map(layerText)].join('; ')}${remarks.map((remark) => ` [${remark}]`).join('')}`),
  },
  { title: 'sources', formats: PAGES, width: 0, room: 'cite', cell: ({ sources }) => cited(sources) },
];

export const INBOUND_COLUMNS: readonly Column<ReviewInbound>[] = [
  { title: 'port', formats: ALL, width: 11, room: 'short', cell: ({ port }) => one(port) },
  { title: 'from', formats: ALL, width: 40, room: 'mid', cell: ({ from }) => ({ texts: [from], look: 'code' }) },
  { title: 'why', formats: ALL, width: 60, grows: true, room: 'wide', cell: ({ why }) => one(why) },
  { title: 'source', formats: PAGES, width: 0, room: 'cite', cell: ({ source }) => cited([source]) },
];

/** A requested port that a layer closes, or that no layer judges, has no enforcement. */
function enforcementText({ asked, enforcement, layers = [] }: ReviewPort): string {
  if (enforcement !== '' || !asked) {
    return enforcement;
  }
  return layers.some(({ closes }) => closes.length > 0) ? 'closed' : 'not judged';
}

/** One layer, and its part in a port. */
function layerText({ target, enforcement, closes, judges }: NonNullable<ReviewPort['layers']>[number]): string {
  const parts = [
    ...(enforcement === '' ? [] : [enforcement]),
    ...(closes.length === 0 ? [] : [`closes ${closes.join(', ')}`]),
    ...(judges ? [] : ['not judged']),
  ];
  return `${target}: ${parts.join('; ')}`;
}

/** Its name, and the role of another account that has it. */
function permissionCell({ name, where: { role, account = '' } }: ReviewPermission): Cell {
  return { texts: role === undefined ? [name] : [name, `role ${role} in ${account}`], look: 'code' };
}

export const PERMISSION_COLUMNS: readonly Column<ReviewPermission>[] = [
  { title: 'connection', formats: ALL, width: 20, room: 'mid', cell: ofConnection },
  { title: 'permission', formats: ALL, width: 30, cell: permissionCell },
  { title: 'kind', formats: ALL, width: 9, room: 'short', cell: ({ kind }) => one(kind) },
  { title: 'actions', formats: ALL, width: 26, room: 'wide', cell: ({ actions }) => many(actions) },
  { title: 'resources', formats: ALL, width: 27, grows: true, room: 'wide', cell: ({ resources }) => many(resources) },
  { title: 'conditions', formats: PAGES, width: 0, room: 'mid', cell: ({ conditions }) => many(conditions) },
  { title: 'why', formats: PAGES, width: 0, room: 'wide', cell: ({ note }) => one(note) },
  {
    title: 'source',
    formats: PAGES,
    width: 0,
    room: 'cite',
    cell: ({ source }) => (source === undefined ? OF_REASON : cited([source])),
  },
];

export const CREDENTIAL_COLUMNS: readonly Column<ReviewCredential>[] = [
  { title: 'connection', formats: ALL, width: 26, room: 'mid', cell: ofConnection },
  { title: 'step', formats: ALL, width: 94, grows: true, cell: ({ what }) => one(what) },
  { title: 'source', formats: PAGES, width: 0, room: 'cite', cell: ({ source }) => cited([source]) },
];

export const ENDPOINT_COLUMNS: readonly Column<ReviewEndpoint>[] = [
  {
    title: 'endpoint service',
    formats: ALL,
    width: 48,
    room: 'mid',
    cell: ({ service, serviceName }) => ({ texts: [serviceName ?? `none for ${service}`], look: 'code' }),
  },
  { title: 'kind', formats: ALL, width: 9, room: 'short', cell: ({ kind }) => one(kind) },
  { title: 'connections', formats: ALL, width: 26, room: 'mid', cell: ({ connections }) => many(connections) },
  { title: 'host names', formats: PAGES, width: 0, room: 'wide', cell: ({ hosts }) => many(hosts) },
  { title: 'remark', formats: ALL, width: 30, grows: true, room: 'wide', cell: ({ note }) => one(note) },
  { title: 'source', formats: PAGES, width: 0, room: 'cite', cell: ({ source }) => cited([source]) },
];

export const REASON_COLUMNS: readonly Column<ReviewReason>[] = [
  { title: 'reason', formats: ALL, width: 58, cell: ({ key }) => ({ texts: [key], look: 'code' }) },
  { title: 'row', formats: ALL, width: 26, cell: ({ row }) => one(row) },
  {
    title: 'sources',
    formats: ALL,
    width: 36,
    grows: true,
    room: 'mid',
    cell: ({ sources }) => (sources.length === 0 ? OF_REASON : cited(sources)),
  },
];

/** Those that a format shows. */
export function columnsFor<T>(columns: readonly Column<T>[], format: Format): readonly Column<T>[] {
  return columns.filter(({ formats }) => formats.includes(format));
}

const REACH = ['requested', 'not requested, reachable', 'closed'] as const;

/** Requested; or not requested, and open through another connection; or closed. */
export function reachOf({ asked, reachable }: ReviewPort): string {
  return REACH[asked ? 0 : reachable ? 1 : 2];
}
