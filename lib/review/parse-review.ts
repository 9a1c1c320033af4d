import { AccessError, show } from '../base';
import { REVIEW_FORMAT, REVIEW_VERSION, type ReviewDocument } from './document';
import { misfit, OneOf, Optional, type Shape } from './shape';
import { KINDS } from './summary';

const SOURCE = { url: new Optional('string'), text: 'string', date: 'string' } as const;

/** What every reader of a review relies on. */
export const REVIEW_SHAPE: Shape = {
  catalogVersion: 'string',
  profile: new OneOf(['documented', 'recommended']),
  target: { name: 'string', title: 'string', platform: new OneOf(['aws', 'gcp']) },
  asOf: 'string',
  ports: [
    {
      key: 'string',
      connection: 'string',
      row: 'string',
      port: 'string',
      kind: new OneOf(Object.keys(KINDS)),
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
      protocol: new OneOf(['tcp', 'udp']),
      from: 'number',
      to: 'number',
      destination: {
        kind: new OneOf(['cidr', 'hostname', 'deploy-time', 'native']),
        key: 'string',
        text: 'string',
        family: new Optional(new OneOf(['ipv4', 'ipv6'])),
      },
      enforcement: new OneOf(['address', 'host name', 'port-only']),
      reasons: ['string'],
    },
  ],
  permissions: [
    {
      connection: 'string',
      kind: new OneOf(['managed policy', 'statement', 'role']),
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
      severity: new OneOf(['warning', 'notice']),
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
  const wrong = misfit(value, REVIEW_SHAPE) ?? wrongPorts(value as ReviewDocument);
  if (wrong !== undefined) {
    throw AccessError.of('InvalidReview', `the review is broken: ${wrong}; write it again with \`--format json\``);
  }
  return value as ReviewDocument;
}

function wrongPorts({ rules }: ReviewDocument): string | undefined {
  const i = rules.findIndex(
    ({ from, to }) => !Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to > 65535 || from > to,
  );
  return i === -1
    ? undefined
    : `\`rules[${i}]\` must have ports from 1 to 65535, got ${rules[i]!.from} to ${rules[i]!.to}`;
}

/** True for what says that it is a review, of whatever version. */
function isReview(value: unknown): value is Partial<ReviewDocument> {
  return typeof value === 'object' && value !== null && (value as Partial<ReviewDocument>).format === REVIEW_FORMAT;
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw AccessError.of('InvalidReview', `a kept review must be given as its text, got ${show(text)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw AccessError.of('InvalidReview', `the review is not valid JSON: ${show((error as Error).message)}`);
  }
}
