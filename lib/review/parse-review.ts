import { AccessError, show, type Problem } from '../base';
import { REVIEW, REVIEW_FORMAT, REVIEW_VERSION } from './document';
import type { ReviewDocument } from './types';

/** Versions that this release reads; older ones are converted to the newest. */
const READ = [1, 2, REVIEW_VERSION];

/** Reads a kept review. @throws AccessError `InvalidReview` */
export function parseReview(text: string): ReviewDocument {
  const value = parseJson(text);
  if (!isReview(value)) {
    throw AccessError.of('InvalidReview', 'not a review of this library; write one with `--format json`');
  }
  if (!READ.includes(value.version as number)) {
    throw AccessError.of(
      'InvalidReview',
      `the review has version ${show(value.version)}, and this release reads version ${READ.slice(0, -1).join(', ')} and ${REVIEW_VERSION}`,
    );
  }
  const problems: Problem[] = [];
  const review = REVIEW.read(converted(value), '', problems);
  const [wrong] = problems.length > 0 ? problems : wrongPorts(review as ReviewDocument);
  if (wrong !== undefined) {
    throw AccessError.of(
      'InvalidReview',
      `the review is broken: ${wrong.message}; write it again with \`--format json\``,
    );
  }
  return review as ReviewDocument;
}

function converted(value: Readonly<Record<string, unknown>>): object {
  const { version } = value;
  return version === 1 ? fromVersion1(value) : { ...value, version: version === 2 ? REVIEW_VERSION : version };
}

/** Version 1 does not say where. */
function fromVersion1(value: Readonly<Record<string, unknown>>): object {
  const permissions: unknown = Array.isArray(value.permissions)
    ? value.permissions.map((permission: unknown) =>
        typeof permission === 'object' && permission !== null ? { where: {}, ...permission } : permission,
      )
    : value.permissions;
  return { ...value, version: REVIEW_VERSION, where: {}, permissions };
}

function wrongPorts({ rules }: ReviewDocument): Problem[] {
  return rules.flatMap(({ from, to }, i) =>
    from <= to
      ? []
      : [{ code: 'InvalidReview', message: `\`rules[${i}]\` must have ports that go up, got ${from} to ${to}` }],
  );
}

/** True for what says that it is a review, of whatever version. */
function isReview(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && (value as { format?: unknown }).format === REVIEW_FORMAT;
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw AccessError.of('InvalidReview', `a kept review must be a text, got ${show(text)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw AccessError.of('InvalidReview', `the review is not valid JSON: ${show((error as Error).message)}`);
  }
}
