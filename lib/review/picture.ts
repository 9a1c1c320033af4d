import { firstOf, groupBy } from '../base';
import type { ReviewDocument, ReviewPort } from './types';
import { escapeHtml } from './html-text';
import { KINDS, titleOf } from './summary';

/**
 * A review as one picture, from left to right: the delegate, kinds of destinations, connections; ports stand on the
 * lines. Only what is asked for. Long lists are summed up, so that the picture stays legible.
 */

/** What is used of the graph layout; the types that come with it do not compile under `node16`. */
interface Graph {
  setGraph(options: { rankdir: string; nodesep: number; ranksep: number }): void;
  setNode(id: string, size: { width: number; height: number }): void;
  setEdge(from: string, to: string, label: object): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(id: string): Place;
}

interface Dagre {
  readonly graphlib: { readonly Graph: new () => Graph };
  layout(graph: Graph): void;
}

/** Where a box stands, by its middle. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Loaded when a picture is drawn: nothing else needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const dagre = (): Dagre => require('@dagrejs/dagre') as Dagre;

/** More boxes than these do not fit on a page. */
const MANY = 80;
const LONGEST = 46;
const CHARACTER = 6.7;
const PADDING = 12;
const LINE = 16;
const MARGIN = 16;
const CAPTION = 52;

/** A box with its lines of text; the first is its name. */
interface Box {
  readonly id: string;
  readonly lines: readonly string[];
  readonly look: 'delegate' | 'kind' | 'connection';
  readonly warnings: number;
  /** Ports on the line that leads to it, and the box where it begins. */
  readonly from?: { readonly id: string; readonly label: string };
  /** Some of what leads there is checked by its port only. */
  readonly isOpenToAny: boolean;
}

export function toSvg(review: ReviewDocument): string {
  const boxes = boxesOf(review);
  const graph = layout(boxes);
  const { width = 0, height = 0 } = graph.graph();
  const [fullWidth, fullHeight] = [
    Math.ceil(Math.max(width, 640) + 2 * MARGIN),
    Math.ceil(height + 2 * MARGIN + CAPTION),
  ];
  const title = escapeHtml(titleOf(review));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fullWidth} ${fullHeight}" width="${fullWidth}" height="${fullHeight}" role="img" aria-label="${title}" class="picture">`,
    `<title>${title}</title>`,
    `<style>${PICTURE_STYLE}</style>`,
    `<rect class="paper" width="${fullWidth}" height="${fullHeight}"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 8}">${title}</text>`,
    `<text class="legend" x="${MARGIN}" y="${MARGIN + 26}">dashed: the port is open to any address, because the platform does not check the name; a number: open warnings</text>`,
    `<g transform="translate(${MARGIN} ${MARGIN + CAPTION - 12})">`,
    ...boxes.flatMap((box) => (box.from === undefined ? [] : [drawLine(box, graph)])),
    ...boxes.map((box) => drawBox(box, graph)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function boxesOf(review: ReviewDocument): Box[] {
  const asked = review.ports.filter((port) => port.asked);
  const leaves = groupBy(asked, ({ kind, connection }) => `${kind} ${connection}`);
  const kinds = (Object.keys(KINDS) as ReviewPort['kind'][]).filter((kind) => asked.some((port) => port.kind === kind));
  const warnings = warningsOf(review);
  const isLong = leaves.size > MANY;
  return [
    {
      id: 'delegate',
      lines: ['Harness Delegate', review.target.title],
      look: 'delegate',
      warnings: 0,
      isOpenToAny: false,
    },
    ...kinds.map((kind): Box => {
      const of = asked.filter((port) => port.kind === kind);
      const connections = new Set(of.map(({ connection }) => connection));
      const sum = isLong ? [`${connections.size} connections on ${firstOf(portsOf(of), 6)}`] : [];
      return {
        id: kind,
        lines: [KINDS[kind], ...sum],
        look: 'kind',
        warnings: isLong ? [...connections].reduce((count, name) => count + (warnings.get(name) ?? 0), 0) : 0,
        from: { id: 'delegate', label: '' },
        isOpenToAny: of.some(isPortOnly),
      };
    }),
    ...(isLong ? [] : [...leaves.values()].map((ports) => leaf(ports, warnings))),
  ];
}

function leaf(ports: readonly ReviewPort[], warnings: ReadonlyMap<string, number>): Box {
  const { kind, connection } = ports[0]!;
  const isOpenToAny = ports.some(isPortOnly);
  const where = [...new Set(ports.flatMap(({ askedFor }) => askedFor))];
  return {
    id: `${kind} ${connection}`,
    lines: [connection, clip(`${isOpenToAny ? 'any address, for ' : ''}${firstOf(where, 2)}`)],
    look: 'connection',
    warnings: warnings.get(connection) ?? 0,
    from: { id: kind, label: firstOf(portsOf(ports), 4) },
    isOpenToAny,
  };
}

function isPortOnly({ enforcement }: ReviewPort): boolean {
  return enforcement.includes('port-only');
}

function portsOf(ports: readonly ReviewPort[]): string[] {
  return [...new Set(ports.map(({ port }) => port))];
}

function warningsOf({ findings }: ReviewDocument): Map<string, number> {
  const open = findings.filter(({ severity, acknowledged }) => severity === 'warning' && acknowledged === undefined);
  return new Map([...groupBy(open, ({ connection }) => connection)].map(([name, entries]) => [name, entries.length]));
}

function clip(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Where each box stands; boxes of one look are equally wide. From the last to the first, so that the first is on top. */
function layout(boxes: readonly Box[]): Graph {
  const { graphlib, layout: place } = dagre();
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 140 });
  const widest = (look: Box['look']): number =>
    Math.max(...boxes.filter((box) => box.look === look).flatMap(({ lines }) => lines.map(({ length }) => length)));
  const ordered = [...boxes].reverse();
  for (const { id, lines, look } of ordered) {
    graph.setNode(id, { width: widest(look) * CHARACTER + 2 * PADDING, height: lines.length * LINE + PADDING });
  }
  for (const { id, from } of ordered) {
    if (from !== undefined) {
      graph.setEdge(from.id, id, {});
    }
  }
  place(graph);
  return graph;
}

function drawBox({ id, lines, look, warnings }: Box, graph: Graph): string {
  const { x, y, width, height } = graph.node(id);
  const [left, top] = [x - width / 2, y - height / 2];
  const words = lines.map(
    (line, i) =>
      `<text class="${i === 0 ? 'name' : 'where'}" x="${round(left + PADDING)}" y="${round(top + PADDING / 2 + LINE * (i + 0.75))}">${escapeHtml(line)}</text>`,
  );
  const badge =
    warnings === 0
      ? []
      : [
          `<circle class="badge" cx="${round(left + width)}" cy="${round(top)}" r="8"/>`,
          `<text class="count" x="${round(left + width)}" y="${round(top + 3.5)}">${warnings}</text>`,
        ];
  return [
    `<g class="${look}"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="5"/>`,
    ...words,
    ...badge,
    '</g>',
  ].join('');
}

/** From the right side of one box to the left side of another, its ports before the second. */
function drawLine({ id, from, isOpenToAny }: Box, graph: Graph): string {
  const [begin, end] = [graph.node(from!.id), graph.node(id)];
  const [left, right] = [begin.x + begin.width / 2, end.x - end.width / 2];
  const middle = left + (right - left) * 0.45;
  const path = `M${round(left)} ${round(begin.y)}C${round(middle)} ${round(begin.y)} ${round(left)} ${round(end.y)} ${round(middle)} ${round(end.y)}L${round(right)} ${round(end.y)}`;
  const label =
    from!.label === ''
      ? ''
      : `<text class="port" x="${round(right - 6)}" y="${round(end.y - 4)}">${escapeHtml(from!.label)}</text>`;
  return `<path class="line${isOpenToAny ? ' any' : ''}" d="${path}"/>${label}`;
}

function round(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}

export const PICTURE_STYLE = [
  '.picture{--paper:#fff;--ink:#1c2430;--soft:#5b6675;--edge:#a9b4c2;--box:#f5f7fa;--kind:#e3ecf8;--delegate:#123a66;--on:#fff;--bad:#b3261e}',
  '@media screen and (prefers-color-scheme:dark){.picture{--paper:#12161c;--ink:#e6eaf0;--soft:#9aa6b5;--edge:#4a5564;--box:#1c222b;--kind:#1f3048;--delegate:#7fb3f0;--on:#0d1420;--bad:#f2857d}}',
  '.picture text{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;font-size:12px;fill:var(--ink)}',
  '.picture .paper{fill:var(--paper)}',
  '.picture .title{font-size:15px;font-weight:600}',
  '.picture .legend,.picture .where{fill:var(--soft);font-size:11px}',
  '.picture .name{font-weight:600}',
  '.picture rect{stroke:var(--edge);fill:var(--box)}',
  '.picture .paper{stroke:none}',
  '.picture .kind rect{fill:var(--kind)}',
  '.picture .delegate rect{fill:var(--delegate);stroke:none}',
  '.picture .delegate text{fill:var(--on)}',
  '.picture .line{fill:none;stroke:var(--edge);stroke-width:1.3}',
  '.picture .any{stroke-dasharray:4 3;stroke:var(--bad)}',
  '.picture .port{text-anchor:end;font-size:11px;paint-order:stroke;stroke:var(--paper);stroke-width:4px}',
  '.picture .badge{fill:var(--bad)}',
  '.picture .count{text-anchor:middle;font-size:10px;font-weight:700;fill:var(--on)}',
].join('');
