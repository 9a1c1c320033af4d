import { KINDS } from './summary';
import type { ReviewCredential, ReviewPermission, ReviewPort, ReviewReason, ReviewSource } from './types';

/** What is shown of a review, column by column; every format takes its own from here. */

export type Format = 'table' | 'markdown' | 'html';

/** What stands in one place: texts, one below the other, or pages by their numbers. */
export interface Cell {
  readonly texts: readonly string[];
  /** Said in small letters below, where there is room. */
  readonly aside?: string;
  /** `code`: as it stands in a template; `tag`: a word that stands for more; `any`: one that deserves a look. */
  readonly look?: 'code' | 'tag' | 'any';
  readonly sources?: readonly ReviewSource[];
}

export interface Column<T> {
  readonly title: string;
  readonly formats: readonly Format[];
  /** Characters of it in a table, at most. */
  readonly width: number;
  /** On a page: words that must not be broken, or room that it needs. */
  readonly room?: 'short' | 'mid' | 'wide';
  cell(entry: T): Cell;
}

const ALL: readonly Format[] = ['table', 'markdown', 'html'];
const PAGES: readonly Format[] = ['markdown', 'html'];

const one = (text: string): Cell => ({ texts: [text] });
const many = (texts: readonly string[]): Cell => ({ texts });
const cited = (sources: readonly ReviewSource[]): Cell => ({ texts: [], sources });

export const PORT_COLUMNS: readonly Column<ReviewPort>[] = [
  {
    title: 'connection',
    formats: ALL,
    width: 24,
    room: 'mid',
    cell: ({ connection, row, kind }) => ({
      texts: [connection],
      aside: `${row === connection ? '' : `row ${row}, `}${KINDS[kind]}`,
    }),
  },
  { title: 'port', formats: ALL, width: 11, room: 'short', cell: ({ port }) => one(port) },
  { title: 'open', formats: ['html'], width: 0, room: 'mid', cell: (port) => one(reachOf(port)) },
  { title: 'asked', formats: ['table'], width: 6, cell: ({ asked }) => one(asked ? 'yes' : 'no') },
  { title: 'leads to', formats: ['html'], width: 0, room: 'wide', cell: ({ askedFor }) => many(askedFor) },
  {
    title: 'reachable',
    formats: ['html'],
    width: 0,
    room: 'mid',
    cell: ({ asked, reached, destination }) => (asked ? many(reached) : one(destination)),
  },
  {
    title: 'destination',
    formats: ['table', 'markdown'],
    width: 36,
    cell: ({ destination }) => one(destination),
  },
  { title: 'kind', formats: ['markdown'], width: 0, cell: ({ kind }) => one(KINDS[kind]) },
  {
    title: 'enforcement',
    formats: ALL,
    width: 11,
    room: 'short',
    cell: ({ enforcement }) => ({
      texts: enforcement === '' ? [] : [enforcement],
      look: enforcement.includes('port-only') ? 'any' : 'tag',
    }),
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
  { title: 'why', formats: ALL, width: 47, room: 'wide', cell: ({ why }) => one(why) },
  { title: 'sources', formats: PAGES, width: 0, room: 'mid', cell: ({ sources }) => cited(sources) },
];

export const PERMISSION_COLUMNS: readonly Column<ReviewPermission>[] = [
  { title: 'connection', formats: ALL, width: 24, room: 'mid', cell: ({ connection }) => one(connection) },
  { title: 'permission', formats: ALL, width: 42, cell: ({ name }) => ({ texts: [name], look: 'code' }) },
  { title: 'kind', formats: ALL, width: 14, room: 'short', cell: ({ kind }) => one(kind) },
  { title: 'actions', formats: ALL, width: 34, room: 'wide', cell: ({ actions }) => many(actions) },
  { title: 'resources', formats: ALL, width: 38, room: 'wide', cell: ({ resources }) => many(resources) },
  { title: 'conditions', formats: PAGES, width: 0, room: 'mid', cell: ({ conditions }) => many(conditions) },
  { title: 'why', formats: PAGES, width: 0, room: 'wide', cell: ({ note }) => one(note) },
  { title: 'source', formats: PAGES, width: 0, cell: ({ source }) => cited([source]) },
];

export const CREDENTIAL_COLUMNS: readonly Column<ReviewCredential>[] = [
  { title: 'connection', formats: ALL, width: 24, room: 'mid', cell: ({ connection }) => one(connection) },
  { title: 'what a person must create', formats: ALL, width: 134, cell: ({ what }) => one(what) },
  { title: 'source', formats: PAGES, width: 0, cell: ({ source }) => cited([source]) },
];

export const REASON_COLUMNS: readonly Column<ReviewReason>[] = [
  { title: 'reason', formats: ALL, width: 70, cell: ({ key }) => ({ texts: [key], look: 'code' }) },
  { title: 'row', formats: ALL, width: 30, cell: ({ row }) => one(row) },
  {
    title: 'sources',
    formats: ALL,
    width: 56,
    room: 'mid',
    cell: ({ sources }) => (sources.length === 0 ? one('your own words, above') : cited(sources)),
  },
];

/** Those that a format shows. */
export function columnsFor<T>(columns: readonly Column<T>[], format: Format): readonly Column<T>[] {
  return columns.filter(({ formats }) => formats.includes(format));
}

const REACH = ['asked for', 'reachable all the same', 'closed'] as const;

/** Whether a port is asked for, or open all the same, or closed. */
export function reachOf({ asked, reachable }: ReviewPort): string {
  return REACH[asked ? 0 : reachable ? 1 : 2];
}
