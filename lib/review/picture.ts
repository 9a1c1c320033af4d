import { escapeHtml } from './html-text';
import { boxesOf, type PictureBox } from './picture-boxes';
import { titleOf } from './summary';
import { layoutTree, type Place, type TreeBox } from './tree-layout';
import type { ReviewDocument } from './types';

/**
 * A review as one picture, from left to right: the delegate, kinds of destinations, connections; ports are on the
 * lines. Requested ports only. Long lists are summed up, so that the picture stays legible.
 */

/** Widths of a character of a name and of other texts, in the widest of the fonts. */
const [NAME, TEXT] = [7.4, 6.3];
const PADDING = 12;
const LINE = 16;
const MARGIN = 16;
const CAPTION = 52;
const GAP = 10;
/** A line bends, and ends straight: there are its ports. */
const [BEND, STRAIGHT] = [64, 26];
/** The legend needs these. */
const NARROWEST = 640;

/** A box with its size. */
interface Box extends PictureBox, TreeBox<Box> {
  readonly children: readonly Box[];
}

export function toSvg(review: ReviewDocument): string {
  return drawPicture(review);
}

/** @param addressOf where the box of a connection leads to */
export function drawPicture(review: ReviewDocument, addressOf?: (connection: string) => string): string {
  const places = layoutTree(measured(boxesOf(review)), GAP);
  const placed = [...places];
  const most = (edgeOf: (place: Place) => number): number => Math.max(...placed.map(([, place]) => edgeOf(place)));
  const right = most((place) => place.left + place.width);
  const width = Math.ceil(Math.max(right, NARROWEST) + 2 * MARGIN);
  const height = Math.ceil(most((place) => place.top + place.height) + 2 * MARGIN + CAPTION - 12);
  const title = escapeHtml(titleOf(review));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" class="picture">`,
    `<title>${title}</title>`,
    `<style>${PICTURE_STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 8}">${title}</text>`,
    `<text class="legend" x="${MARGIN}" y="${MARGIN + 26}">dashed: the port is open to any address, because the platform does not check the name; a number: open warnings</text>`,
    `<g transform="translate(${MARGIN} ${MARGIN + CAPTION - 12})">`,
    ...placed.flatMap(([{ children }, from]) => children.map((box) => drawLine(box, from, places.get(box)!))),
    ...placed.map(([box, place]) => drawBox(box, place, addressOf)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Sizes from the texts; boxes of one look are equally wide. */
function measured(root: PictureBox): Box {
  const all = [root, ...root.children, ...root.children.flatMap(({ children }) => children)];
  const widthOf = (look: PictureBox['look']): number =>
    Math.max(...all.filter((box) => box.look === look).map(({ lines }) => widthOfLines(lines)));
  const widths = { delegate: widthOf('delegate'), kind: widthOf('kind'), connection: widthOf('connection') };
  const measure = (box: PictureBox): Box => ({
    ...box,
    width: widths[box.look],
    height: box.lines.length * LINE + PADDING,
    lead: box === root ? 0 : BEND + STRAIGHT + box.label.length * TEXT,
    children: box.children.map(measure),
  });
  return measure(root);
}

function widthOfLines([name = '', ...others]: readonly string[]): number {
  return Math.max(name.length * NAME, ...others.map(({ length }) => length * TEXT)) + 2 * PADDING;
}

function drawBox(
  { lines, look, warnings }: Box,
  { left, top, width, height }: Place,
  addressOf: ((connection: string) => string) | undefined,
): string {
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
  const isLink = addressOf !== undefined && look === 'connection';
  return [
    isLink ? `<a href="${escapeHtml(addressOf(lines[0]!))}">` : '',
    `<g class="${look}"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="5"/>`,
    ...words,
    ...badge,
    '</g>',
    isLink ? '</a>' : '',
  ].join('');
}

/** From the right side of one box to the left side of another, its ports before the second. */
function drawLine({ label, isOpenToAny }: Box, from: Place, to: Place): string {
  const [left, begin] = [from.left + from.width, from.top + from.height / 2];
  const [right, end] = [to.left, to.top + to.height / 2];
  const bend = left + BEND;
  const path = `M${round(left)} ${round(begin)}C${round(bend)} ${round(begin)} ${round(left)} ${round(end)} ${round(bend)} ${round(end)}H${round(right)}`;
  const ports =
    label === '' ? '' : `<text class="port" x="${round(right - 6)}" y="${round(end - 4)}">${escapeHtml(label)}</text>`;
  return `<path class="line${isOpenToAny ? ' any' : ''}" d="${path}"/>${ports}`;
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
