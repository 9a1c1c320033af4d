import { acknowledgedOf, type Acknowledged } from './finding-example';
import { AccessError, didYouMean, show } from '../../base';
import { FINDING_KINDS, type FindingKind, type Kind } from '../../catalog';
import { PLATFORMS } from '../../platforms';

/** The kinds of findings as plain data, for readers and for other programs. */

export interface FindingsFacts {
  readonly format: 'harness-delegate-access/findings';
  readonly version: 1;
  readonly findings: readonly FindingFacts[];
}

export interface FindingFacts {
  readonly finding: string;
  readonly severity: Kind['severity'];
  /** Condition under which it is a notice instead of a warning. */
  readonly noticeWhen?: string;
  readonly stage: Kind['stage'];
  readonly about: Kind['about'];
  /** The stage in words, with the targets or the platform. */
  readonly arises: string;
  readonly means: string;
  readonly todo: string;
  /** The subject of an acknowledgement; absent for a kind that cannot be acknowledged. */
  readonly acknowledge?: Acknowledged;
}

const NAMES = Object.keys(FINDING_KINDS) as FindingKind[];

export function findingsFacts(): FindingsFacts {
  return { format: 'harness-delegate-access/findings', version: 1, findings: NAMES.map((name) => factsOf(name)) };
}

/** @param key name of a finding, or a whole key. @throws AccessError `UnknownFinding`, and those of an invalid connection or port */
export function factsOfFinding(key: string): FindingFacts {
  const [typed = '', ...subject] = key.split(':');
  const name = NAMES.find((candidate) => candidate === typed);
  if (name === undefined) {
    throw AccessError.of(
      'UnknownFinding',
      `the name of a finding must be one of the ${NAMES.length} that \`explain\` lists, got ${show(typed)}${didYouMean(typed, NAMES)}`,
    );
  }
  return factsOf(name, subject.join(':'));
}

function factsOf(name: FindingKind, subject?: string): FindingFacts {
  const kind: Kind = FINDING_KINDS[name];
  const { severity, noticeWhen, stage, about, means, todo } = kind;
  const acknowledge = acknowledgedOf(name, kind, subject);
  return { finding: name, severity, noticeWhen, stage, about, arises: arises(kind), means, todo, acknowledge };
}

function arises({ stage, on, platform }: Kind): string {
  if (stage === 'construct') {
    return `in the constructs of ${PLATFORMS.find(({ id }) => id === platform)?.title ?? 'every platform'}`;
  }
  return stage === 'plan'
    ? 'in any plan'
    : on === undefined
      ? 'on any target'
      : `on a target; expected on ${on.join(', ')}`;
}

/** Its severity in words. */
export function severityOf({ severity, noticeWhen }: FindingFacts): string {
  return noticeWhen === undefined ? severity : `${severity}, a notice when ${noticeWhen}`;
}

/** Text for a kind that cannot be acknowledged. */
export const NOT_ACKNOWLEDGED = 'it cannot be acknowledged';
