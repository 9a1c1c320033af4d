import type { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
import type { IConstruct } from 'constructs';
import { isExpression } from './checks';
import { nameOrNothing } from './token-names';
import { AccessError, show, throwIfAny, unknownProp } from '../../../base';
import { refuse } from '../../../platform';
import { GCP_LIMITS } from '../limits';
import { RESOURCE_NAME } from '../names';
import type { PriorityBand } from '../priorities';

/** The firewall policies that a delegate's rules may be in. */

/** A global network firewall policy that is there already. */
export interface ExistingPolicy {
  /** Name of the policy, or an expression; not its self link. */
  readonly name: string;
  /**
   * Numbers for the rules of this delegate. Rules of the policy with lower numbers come first, so a `deny` of everything
   * before the band makes all of them dead.
   *
   * @default - 1000000 to 2000000000
   */
  readonly priorities?: PriorityBand;
}

/** `none`: VPC firewall rules; `new`: a policy of its own; or a policy that is there, or that another delegate created. */
export type FirewallPolicyChoice = 'none' | 'new' | ExistingPolicy | DelegateFirewallPolicy;

/** A network firewall policy that a `DelegateEgress` of this app created, for the rules of a second delegate. */
export class DelegateFirewallPolicy {
  /** @internal */
  public constructor(
    private readonly resource: ComputeNetworkFirewallPolicy,
    /** @internal The network that it is attached to. */
    public readonly network: string,
  ) {}

  /** Name of the policy, as a reference: whoever uses it is written after the policy, and not after its association. */
  public get name(): string {
    return this.resource.name;
  }

  /** @internal */
  public get created(): ComputeNetworkFirewallPolicy {
    return this.resource;
  }
}

/** @throws AccessError `InvalidChoice`, `UnknownProp`, `PolicyOfAnotherApp`, `InvalidProject`, `RegionalPolicy`, `HierarchicalPolicy`, `InvalidPriority` */
export function checkPolicyChoice(
  choice: unknown,
  scope: IConstruct,
  { project, network }: { readonly project?: unknown; readonly network?: unknown },
): void {
  if (choice === 'none' || choice === 'new') {
    return;
  }
  if (choice instanceof DelegateFirewallPolicy) {
    checkHandle(choice, scope, project);
    checkNetwork(choice, scope, network);
    return;
  }
  const isObject = typeof choice === 'object' && choice !== null;
  const { name, priorities, ...others } = (isObject ? choice : {}) as Record<string, unknown>;
  throwIfAny(
    Object.keys(others).map((key) =>
      unknownProp('`firewallPolicy` has no', key, ['name', 'priorities'], 'firewallPolicy'),
    ),
  );
  if (typeof name !== 'string') {
    throw AccessError.of(
      'InvalidChoice',
      `\`firewallPolicy\` must be \`none\`, \`new\`, \`{ name }\` or the \`policy\` of another delegate's egress, got ${show(choice)}`,
    );
  }
  checkPolicyName(name);
  checkBand(priorities);
}

function checkHandle({ created }: DelegateFirewallPolicy, scope: IConstruct, project: unknown): void {
  const theirs = created.projectInput;
  const isKnown =
    typeof project === 'string' && !isExpression(project) && theirs !== undefined && !isExpression(theirs);
  refuse(
    {
      when: created.node.root !== scope.node.root,
      code: 'PolicyOfAnotherApp',
      message: `\`firewallPolicy\` is the policy of ${created.node.path}, which is part of another app; set \`{ name }\` for a policy that is there already`,
    },
    {
      when: isKnown && theirs !== project,
      code: 'InvalidProject',
      message: `\`firewallPolicy\` is a policy of the project \`${theirs}\`, and the rules are in ${show(project)}; rules are in the project of their policy`,
    },
  );
}

/** The policy applies to the network that it is attached to, and to no other. */
function checkNetwork(handle: DelegateFirewallPolicy, scope: IConstruct, network: unknown): void {
  const nameOf = (value: string): string =>
    isExpression(value) ? nameOrNothing(scope, value) : value.slice(value.lastIndexOf('/') + 1);
  const [theirs, own] = [nameOf(handle.network), typeof network === 'string' ? nameOf(network) : ''];
  const isKnown =
    ![handle.network, network].some(isExpression) || (isExpression(handle.network) && isExpression(network));
  refuse({
    when: isKnown && own !== '' && own !== theirs,
    code: 'PolicyOfAnotherNetwork',
    message: `\`firewallPolicy\` is attached to the network ${theirs}, and \`network\` is ${own}, where its rules would have no effect; set \`new\`, or the network of the policy`,
  });
}

function checkPolicyName(name: string): void {
  const last = name.split('/').pop()!;
  refuse(
    {
      when: !isExpression(name) && /(?:^|\/)(?:regions\/|locations\/(?!global\/))/.test(name),
      code: 'RegionalPolicy',
      message: `\`firewallPolicy.name\` is a regional policy (${show(name)}), whose rules are other resources; set the name of a global network firewall policy, or \`new\``,
    },
    {
      when: /^\d+$/.test(last) || /(?:^|\/)(?:organizations|folders|locations\/global)\//.test(name),
      code: 'HierarchicalPolicy',
      message: `\`firewallPolicy.name\` is a hierarchical policy of an organization or a folder (${show(name)}), which no app of a project can change; set the name of a global network firewall policy, or \`new\``,
    },
    {
      when: !isExpression(name) && !RESOURCE_NAME.test(name),
      code: 'InvalidResourceName',
      message: `\`firewallPolicy.name\` must be the name of a global network firewall policy${name.includes('/') ? ', not its self link' : ''}, got ${show(name)}${RESOURCE_NAME.test(last) && name.includes('/') ? `; did you mean \`${last}\`, and its project as the project of the network?` : ''}`,
    },
  );
}

function checkBand(band: unknown): void {
  if (band === undefined) {
    return;
  }
  const isObject = typeof band === 'object' && band !== null && !Array.isArray(band);
  const { from, to, pins, ...others } = (isObject ? band : {}) as Record<string, unknown>;
  const max = GCP_LIMITS.policyPriority.value;
  const isNumber = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max;
  throwIfAny(
    Object.keys(others).map((key) =>
      unknownProp('`firewallPolicy.priorities` has no', key, ['from', 'to', 'pins'], 'firewallPolicy.priorities'),
    ),
  );
  refuse(
    {
      when: !isObject,
      code: 'InvalidPriority',
      message: `\`firewallPolicy.priorities\` must be an object with \`from\` and \`to\`, got ${show(band)}`,
    },
    ...(['from', 'to'] as const).map((key) => ({
      when: !isNumber({ from, to }[key]),
      code: 'InvalidPriority',
      message: `\`firewallPolicy.priorities.${key}\` must be an integer between 0 and ${max}, got ${show({ from, to }[key])}`,
    })),
    {
      when: isNumber(from) && isNumber(to) && from >= to,
      code: 'InvalidPriority',
      message: `\`firewallPolicy.priorities.from\` must be lower than \`to\`, got ${show(from)} and ${show(to)}; lower numbers come first`,
    },
    {
      when: pins !== undefined && (typeof pins !== 'object' || pins === null || Array.isArray(pins)),
      code: 'InvalidPriority',
      message: `\`firewallPolicy.priorities.pins\` must be an object of rule names and their priorities, got ${show(pins)}`,
    },
  );
}
