import { AccessError, show } from '../base';
import { REVIEW_FORMAT, REVIEW_VERSION, type ReviewDocument } from './document';
import { misfit, Optional, type Shape } from './shape';

const SOURCE = { url: new Optional('string'), text: 'string', date: 'string' } as const;

/** What every reader of a review relies on. */
export const REVIEW_SHAPE: Shape = {
  catalogVersion: 'string',
  profile: 'string',
  target: { name: 'string', title: 'string', platform: 'string' },
  asOf: 'string',
  ports: [
    {
      key: 'string',
      connection: 'string',
      row: 'string',
      port: 'string',
      kind: 'string',
      asked: 'boolean',
      reachable: 'boolean',
      destination: 'string',
      askedFor: ['string'],
      reached: ['string'],
      enforcement: 'string',
      verdict: 'string',
      why: 'string',
      sources: [SOURCE],
    },
  ],
  rules: [
    {
      protocol: 'string',
      from: 'number',
      to: 'number',
      destination: { kind: 'string', key: 'string', text: 'string', family: new Optional('string') },
      enforcement: 'string',
      reasons: ['string'],
    },
  ],
  permissions: [
    {
      connection: 'string',
      kind: 'string',
      name: 'string',
      actions: ['string'],
      resources: ['string'],
      conditions: ['string'],
      note: 'string',
      source: SOURCE,
    },
  ],
  credentials: [{ connection: 'string', what: 'string', source: SOURCE }],
  findings: [
    {
      key: 'string',
      finding: 'string',
      connection: 'string',
      port: new Optional('string'),
      severity: 'string',
      what: 'string',
      why: 'string',
      fix: 'string',
      source: new Optional(SOURCE),
      acknowledged: new Optional({ reason: 'string', until: new Optional('string') }),
    },
  ],
  reasons: [{ key: 'string', row: 'string', sources: [SOURCE] }],
};

/** A document that somebody kept. @throws AccessError `InvalidReview` */
export function parseReview(text: string): ReviewDocument {
  const value = parseJson(text) as Partial<ReviewDocument> | null;
  if (!isReview(value)) {
    throw AccessError.of('InvalidReview', 'this is no review of this library; write one with `--format json`');
  }
  if (value.version !== REVIEW_VERSION) {
    throw AccessError.of(
      'InvalidReview',
      `the review has version ${show(value.version)}, and this release reads version ${REVIEW_VERSION}`,
    );
  }
  const wrong = misfit(value, REVIEW_SHAPE);
  if (wrong !== undefined) {
    throw AccessError.of('InvalidReview', `the review is broken: ${wrong}; write it again with \`--format json\``);
  }
  return value as ReviewDocument;
}

/** True for what says that it is a review, of whatever version. */
export function isReview(value: unknown): value is Partial<ReviewDocument> {
  return typeof value === 'object' && value !== null && (value as Partial<ReviewDocument>).format === REVIEW_FORMAT;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw AccessError.of('InvalidReview', `the review is not valid JSON: ${show((error as Error).message)}`);
  }
}
