import { AccessError, didYouMean, oneOf, show, throwIfAny, type Problem } from '../../base';
import type { Rule } from '../../network';
import { quotaProblemsOf } from '../../platform';

/** Every limit of AWS that this library counts against, each written once, with its source. */

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html';

export interface AwsQuotas {
  /** Egress rules of one security group, for each IP family. @default 60 */
  readonly rulesPerGroup?: number;
  /** Security groups of one network interface; at most 16. @default 5 */
  readonly groupsPerInterface?: number;
  /** Managed policies of one role; at most 25. @default 10 */
  readonly policiesPerRole?: number;
}

export type AllAwsQuotas = Required<AwsQuotas>;

/** Default quotas of an account. amazon-vpc-limits.html (VPC) for the first two, reference_iam-quotas.html for the last. */
export const AWS_DEFAULTS: AllAwsQuotas = { rulesPerGroup: 60, groupsPerInterface: 5, policiesPerRole: 10 };

/** Hard limits of AWS. */
export const AWS_LIMITS = {
  /** Rules of a group times groups of an interface. */
  rulesPerInterface: { value: 1000, source: VPC },
  groupsPerInterface: { value: 16, source: VPC },
  policiesPerRole: { value: 25, source: IAM },
  /** Characters of a managed policy, white space not counted. */
  policySize: { value: 6144, source: 'https://aws.amazon.com/iam/faqs/' },
  /** Bytes of a template that is sent inline, and of one that is sent through S3. */
  templateInline: { value: 51_200, source: CLOUDFORMATION },
  template: { value: 1_000_000, source: CLOUDFORMATION },
  /** Resources of a template. */
  resources: { value: 500, source: CLOUDFORMATION },
} as const;

/** Checked quotas with what was left out. @throws AccessError with every problem */
export function parseAwsQuotas(value: unknown): AllAwsQuotas {
  if (value === undefined) {
    return AWS_DEFAULTS;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw AccessError.of(
      'InvalidQuota',
      `\`quotas\` must be an object with ${oneOf(Object.keys(AWS_DEFAULTS))}, got ${show(value)}`,
    );
  }
  const given = Object.entries(value).filter(([, quota]) => quota !== undefined);
  throwIfAny(given.flatMap(([name, quota]) => quotaProblems(name, quota)));
  const quotas: AllAwsQuotas = { ...AWS_DEFAULTS, ...(Object.fromEntries(given) as AwsQuotas) };
  const product = quotas.rulesPerGroup * quotas.groupsPerInterface;
  if (product > AWS_LIMITS.rulesPerInterface.value) {
    throw AccessError.of(
      'InvalidQuota',
      `\`rulesPerGroup\` times \`groupsPerInterface\` must be at most ${AWS_LIMITS.rulesPerInterface.value}, which AWS does not raise, got ${quotas.rulesPerGroup} times ${quotas.groupsPerInterface}; ${fixOf(quotas, new Set(given.map(([name]) => name)))}`,
    );
  }
  return quotas;
}

/** A raised quota comes with the other one lowered: AWS asks for both. */
function fixOf({ rulesPerGroup, groupsPerInterface }: AllAwsQuotas, given: ReadonlySet<string>): string {
  const most = AWS_LIMITS.rulesPerInterface.value;
  return given.has('groupsPerInterface') && given.has('rulesPerGroup')
    ? 'set those of your account'
    : given.has('rulesPerGroup')
      ? `set \`groupsPerInterface: ${Math.floor(most / rulesPerGroup)}\` as well, as your account has it`
      : `set \`rulesPerGroup: ${Math.floor(most / groupsPerInterface)}\` as well, as your account has it`;
}

function quotaProblems(name: string, value: unknown): Problem[] {
  const known = Object.keys(AWS_DEFAULTS);
  if (!known.includes(name)) {
    return [
      {
        code: 'UnknownProp',
        message: `\`quotas\` has no ${show(name)}; allowed: ${oneOf(known)}${didYouMean(name, known)}`,
      },
    ];
  }
  const max = {
    rulesPerGroup: AWS_LIMITS.rulesPerInterface.value,
    groupsPerInterface: AWS_LIMITS.groupsPerInterface.value,
    policiesPerRole: AWS_LIMITS.policiesPerRole.value,
  }[name as keyof AwsQuotas];
  return quotaProblemsOf(`quotas.${name}`, value, max);
}

/** Number of rules that one rule counts for, in each IP family. */
export interface Weight {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * As EC2 counts: a block is one rule of its family; another group or a prefix list has no family, so it counts in both,
 * a list for all the entries that it may have.
 */
export function weightOf({ destination }: Pick<Rule<unknown>, 'destination'>): Weight {
  if (destination.native !== undefined) {
    return { ipv4: destination.native.weight, ipv6: destination.native.weight };
  }
  return destination.family === 'ipv6' ? { ipv4: 0, ipv6: 1 } : { ipv4: 1, ipv6: 0 };
}

export function addWeights(weights: readonly Weight[]): Weight {
  return weights.reduce((sum, { ipv4, ipv6 }) => ({ ipv4: sum.ipv4 + ipv4, ipv6: sum.ipv6 + ipv6 }), {
    ipv4: 0,
    ipv6: 0,
  });
}

export function fits({ ipv4, ipv6 }: Weight, limit: number): boolean {
  return ipv4 <= limit && ipv6 <= limit;
}
