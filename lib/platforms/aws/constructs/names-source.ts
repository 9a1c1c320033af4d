import { Stack, Token } from 'aws-cdk-lib';
import type { IPrefixList, ISubnet } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { AccessError, show } from '../../../base';
import { parseBlocks } from '../../../network';

/** The delegate as the source of rules. */

/** Whose traffic the rules judge; that of others is not touched. Set one of them. */
export interface NamesSource {
  /** Subnets of the delegate alone: what else runs in them is judged too. */
  readonly subnets?: readonly ISubnet[];
  /** Blocks of the delegate alone, such as its subnets in another VPC. */
  readonly cidrs?: readonly string[];
  /** A prefix list of your own with the delegate's addresses. */
  readonly prefixList?: IPrefixList;
  /** ARN of a container association, which follows the delegate's pods or tasks. */
  readonly containers?: string;
}

/** Name of the reference to the delegate's addresses. */
export const DELEGATE = 'DELEGATE';

/** The source of rules, as a rule group has it. */
export interface ParsedSource {
  /** As rules write it. */
  readonly text: string;
  /** Blocks of `HOME_NET`. */
  readonly homeNet?: readonly string[];
  /** ARN of a reference. */
  readonly reference?: string;
}

const KINDS: readonly (keyof NamesSource)[] = ['subnets', 'cidrs', 'prefixList', 'containers'];

/** @throws AccessError `MissingSource`, and those of the blocks */
export function parseSource(scope: Construct, source: NamesSource | undefined): ParsedSource {
  const given = KINDS.filter((kind) => source?.[kind] !== undefined);
  const [kind] = given;
  if (typeof source !== 'object' || given.length !== 1) {
    throw AccessError.of(
      'MissingSource',
      `\`source\` must have one of \`subnets\`, \`cidrs\`, \`prefixList\` and \`containers\`, got ${given.length === 0 ? show(source) : given.map((name) => `\`${name}\``).join(' and ')}`,
    );
  }
  switch (kind) {
    case 'subnets':
      return { text: '$HOME_NET', homeNet: blocksOf(source.subnets!.map(blockOf), 'source.subnets') };
    case 'cidrs':
      return { text: '$HOME_NET', homeNet: blocksOf(source.cidrs!, 'source.cidrs') };
    case 'prefixList':
      return { text: `@${DELEGATE}`, reference: prefixListArn(scope, source.prefixList!.prefixListId) };
    default:
      return { text: `@${DELEGATE}`, reference: arnOf(source.containers!) };
  }
}

/** @throws AccessError `MissingSource` for an imported subnet without its block */
function blockOf(subnet: ISubnet): string {
  try {
    return subnet.ipv4CidrBlock;
  } catch {
    throw AccessError.of(
      'MissingSource',
      `the block of the subnet ${subnet.node?.path ?? show(subnet)} is not known: import it with \`ipv4CidrBlock\`, or set \`source.cidrs\``,
    );
  }
}

function blocksOf(blocks: readonly string[], at: string): readonly string[] {
  if (!Array.isArray(blocks) || blocks.length === 0) {
    throw AccessError.of('MissingSource', `\`${at}\` must name one block at least, got ${show(blocks)}`);
  }
  const literal = blocks.map((block: string, i) => ({ block, i })).filter(({ block }) => !Token.isUnresolved(block));
  const read = parseBlocks(
    literal.map(({ block }) => block),
    (index) => `${at}[${literal[index]!.i}]`,
  );
  const texts = new Map(literal.map(({ i }, index) => [i, read[index]!.text]));
  return blocks.map((block: string, i) => texts.get(i) ?? block);
}

export function prefixListArn(scope: Construct, id: string): string {
  return Stack.of(scope).formatArn({ service: 'ec2', resource: 'prefix-list', resourceName: id });
}

function arnOf(value: string): string {
  if (typeof value !== 'string' || (!Token.isUnresolved(value) && !value.startsWith('arn:'))) {
    throw AccessError.of(
      'MissingSource',
      `\`source.containers\` must be the ARN of a container association, got ${show(value)}`,
    );
  }
  return value;
}
