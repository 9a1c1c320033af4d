import { CfnOutput, Names } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnRuleGroup, type CfnFirewallPolicy } from 'aws-cdk-lib/aws-networkfirewall';
import type { CfnFirewallRuleGroup } from 'aws-cdk-lib/aws-route53resolver';
import type { Construct } from 'constructs';
import { createDnsGroup, createPolicy } from './names-policy';
import { DELEGATE, parseSource, prefixListArn, type NamesSource, type ParsedSource } from './names-source';
import { addReasons, TOOLKIT } from './toolkit';
import { stackDefaults, whereOf } from './where';
import { AccessError, hash, oneOf, show } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import {
  DELEGATE_PLAN_PROPS,
  planOf,
  type DelegatePlanProps,
  type Finding,
  type FindingLog,
  type Plan,
} from '../../../plan';
import { onLayers, refuse, type LayerProps, type OnLayers } from '../../../platform';
import { reviewOf, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { domainPlan, domainsOf } from '../domain-list';
import { awsGrants } from '../grants';
import { namesFindings } from '../names-findings';
import { checkFamilies } from '../source-families';
import { suricataOf, type SuricataRules } from '../suricata';
import { NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED } from '../targets';

export interface DelegateNamesProps extends DelegatePlanProps, LayerProps, ReviewProps {
  /** Whose traffic is judged: subnets or blocks of the delegate alone, a prefix list, or a container association. */
  readonly source: NamesSource;
  /**
   * Units of the rule group, one a rule. It is in the name of the group and cannot be changed in place: another one makes a group of
   * another name before the old one goes. An error names a larger one when the rules need more than 80 % of it.
   *
   * @default 200
   */
  readonly capacity?: number;
  /**
   * The group ends with drops of everything else from its source, whatever the default of the policy is. `false` leaves that to
   * the policy, and needs `policy: 'new'`.
   *
   * @default true
   */
  readonly closed?: boolean;
  /** `alert` logs everything else, and drops nothing, to watch first. @default 'drop' */
  readonly action?: 'drop' | 'alert';
  /** `new` makes a policy with this group alone, for a firewall of your own. @default 'none' */
  readonly policy?: 'none' | 'new';
  /**
   * Names are tied to the addresses that the resolver of `vpc` returned for them. Only under a policy whose validation uses our DNS
   * group: under any other one these rules do nothing, and our drops close everything.
   *
   * @default - true with `policy: 'new'`, or else false
   */
  readonly resolved?: boolean;
  /** VPC of the delegate, whose resolver answers it; required when names are tied to addresses, or others blocked. @default - none */
  readonly vpc?: IVpc;
  /** Every other name is answered with NXDOMAIN, to everything in the VPC. @default false */
  readonly blockOtherNames?: boolean;
  /** Priority of the DNS group, which no other one of the VPC may have, 101 to 8,999. @default - from the path of this construct, 1,000 and more */
  readonly dnsPriority?: number;
}

const KNOWN: Readonly<Record<keyof DelegateNamesProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  behind: true,
  source: true,
  capacity: true,
  closed: true,
  action: true,
  policy: true,
  resolved: true,
  vpc: true,
  blockOtherNames: true,
  dnsPriority: true,
};

/** All rows need less than half of it; the rest is room. */
const CAPACITY = 200;
/** https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html */
const MAX_CAPACITY = 30_000;
/** Part of the capacity that rules may use, so that a larger group is made in time. */
const FULL = 0.8;
/** References of a rule group. https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html */
const MAX_REFERENCES = 5;
/** Findings of the domain list that matter beside a firewall. */
const OF_LISTS: readonly string[] = ['NameWidened', 'NameNotExpressible'];
/** Names have 64 characters, and one of them ends in `-others`. https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallDomainList.html */
const LONGEST_NAME = 56;
/** Priorities of DNS groups, each once in a VPC, inside those that AWS takes. https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html */
const DNS_PRIORITIES = { first: 1000, count: 7999 };

/**
 * The names of a list, enforced on AWS: a rule group of Network Firewall that passes each name on its ports and drops everything else
 * from the delegate, and a domain list with a rule group of DNS Firewall.
 *
 * Makes no firewall, no endpoint, no route and no log: a finding says what the network team must do, in order. Not a replacement of
 * `DelegateEgress`: the security group stays.
 *
 * @example
 * ```ts
 * const vpc = new ec2.Vpc(this, 'Vpc');
 * const names = new DelegateNames(this, 'Names', {
 *   connections: [Connection.datadog({ site: 'datadoghq.eu' })],
 *   source: { subnets: vpc.privateSubnets },
 *   policy: 'new',
 *   vpc,
 * });
 * const firewallPolicyArn = names.policyArn!;
 * ```
 */
export class DelegateNames extends DelegateConstruct {
  public readonly plan: Plan;
  /** The rules, as the group has them. */
  public readonly rules: SuricataRules;
  /** The names of the list of DNS Firewall. */
  public readonly domains: readonly string[];
  public readonly ruleGroup: CfnRuleGroup;
  public readonly dnsRuleGroup: CfnFirewallRuleGroup;
  public readonly policy?: CfnFirewallPolicy;
  private readonly layers: OnLayers;
  private readonly log: FindingLog;
  private readonly where: ReviewWhere;

  /**
   * @throws AccessError `MissingSource`, `MissingVpc`, `CapacityTooSmall`, `NothingCloses`, `TooManyPrefixLists`, `InvalidChoice`, and those of
   * the plan
   */
  public constructor(scope: Construct, id: string, props: DelegateNamesProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props, KNOWN, stackDefaults(this));
    const { policy = 'none', closed = true, action = 'drop', capacity = CAPACITY, blockOtherNames = false } = props;
    const { resolved = policy === 'new', vpc } = props;
    const { dnsPriority = DNS_PRIORITIES.first + (hash(this.node.path) % DNS_PRIORITIES.count) } = props;
    checkProps({ ...props, policy, closed, action, capacity, resolved, dnsPriority });
    const source = parseSource(this, props.source);
    checkFamilies(this.plan, source.homeNet);
    const form = resolved ? NETWORK_FIREWALL_RESOLVED : NETWORK_FIREWALL;
    const facts = action === 'alert' ? { ...form, isWatching: true as const } : form;
    this.layers = onLayers(this.plan, facts, { grants: awsGrants }, props);
    this.rules = suricataOf(this.layers.onTarget, { resolved, closed, action, source: source.text });
    checkCapacity(this.rules.capacity, capacity);
    const dns = domainPlan(this.plan);
    this.domains = domainsOf(dns);

    const name = Names.uniqueResourceName(this, { maxLength: LONGEST_NAME, separator: '-' });
    this.ruleGroup = this.createRuleGroup(`${name}-${capacity}`, capacity, source);
    const isAsked = resolved || blockOtherNames;
    this.dnsRuleGroup = createDnsGroup(this, {
      name,
      domains: this.domains,
      vpc: isAsked ? vpc!.vpcId : undefined,
      priority: dnsPriority,
      block: blockOtherNames,
    });
    this.policy =
      policy === 'new'
        ? createPolicy(this, {
            name,
            ruleGroup: this.ruleGroupArn,
            dnsGroup: resolved ? this.dnsRuleGroupId : undefined,
            sources: source.homeNet,
            watches: action === 'alert',
          })
        : undefined;
    this.createOutputs();
    this.log = this.layers.whole.log.with([
      ...(isAsked ? dns.own.filter(({ finding: kind }) => OF_LISTS.includes(kind)) : []),
      ...namesFindings({
        policy,
        resolved,
        action,
        blockOtherNames,
        isOfSubnets: source.homeNet !== undefined,
      }),
    ]);
    this.announce(this.findings);
    this.where = whereOf(this, { vpc: vpc?.vpcId });
    this.keepReview(props);
  }

  public get ruleGroupArn(): string {
    return this.ruleGroup.attrRuleGroupArn;
  }

  /** Id of the group of DNS Firewall, which a policy names to validate addresses. */
  public get dnsRuleGroupId(): string {
    return this.dnsRuleGroup.attrId;
  }

  /** ARN of the policy that `policy: 'new'` makes. */
  public get policyArn(): string | undefined {
    return this.policy?.attrFirewallPolicyArn;
  }

  /** Findings about names, ports and destinations, with their acknowledgements. */
  public get findings(): readonly Finding[] {
    const { platform } = this.layers.onTarget.facts;
    return this.log.judged({
      stages: ['plan', 'target', 'construct'],
      targets: this.layers.targets,
      platform,
      about: 'network',
    });
  }

  /** The review as plain data. */
  public toReview(): ReviewDocument {
    return reviewOf(this.layers.whole, { findings: this.findings, where: this.where });
  }

  /** For whoever owns the policy, in another stack or by hand. */
  private createOutputs(): void {
    const outputs = {
      RuleGroupArn: this.ruleGroupArn,
      DnsRuleGroupId: this.dnsRuleGroupId,
      DnsRuleGroupArn: this.dnsRuleGroup.attrArn,
      ...(this.policyArn === undefined ? {} : { PolicyArn: this.policyArn }),
    };
    Object.entries(outputs).forEach(([id, value]) => new CfnOutput(this, id, { value }));
  }

  private createRuleGroup(name: string, capacity: number, source: ParsedSource): CfnRuleGroup {
    const lists = [...this.rules.references].map(
      ([reference, { native }]) => [reference, prefixListArn(this, native!.value as string)] as const,
    );
    const references = source.reference === undefined ? lists : [[DELEGATE, source.reference] as const, ...lists];
    refuse({
      when: references.length > MAX_REFERENCES,
      code: 'TooManyPrefixLists',
      message: `a rule group refers to ${MAX_REFERENCES} prefix lists at most, got ${references.length}${source.reference === undefined ? '' : ', the source among them'}; set the blocks of some of them instead`,
    });
    const group = new CfnRuleGroup(this, 'RuleGroup', {
      ruleGroupName: name,
      type: 'STATEFUL',
      capacity,
      description: 'Names and ports of a Harness Delegate',
      ruleGroup: {
        ...(source.homeNet === undefined
          ? {}
          : { ruleVariables: { ipSets: { HOME_NET: { definition: [...source.homeNet] } } } }),
        ...(references.length === 0
          ? {}
          : {
              referenceSets: {
                ipSetReferences: Object.fromEntries(references.map(([key, arn]) => [key, { referenceArn: arn }])),
              },
            }),
        rulesSource: { rulesString: this.rules.rules },
        statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      },
    });
    addReasons(group, [this.plan], undefined);
    return group;
  }
}

type Checked = Pick<DelegateNamesProps, 'vpc' | 'blockOtherNames'> &
  Required<Pick<DelegateNamesProps, 'policy' | 'closed' | 'action' | 'capacity' | 'resolved' | 'dnsPriority'>>;

function checkProps({ policy, closed, action, capacity, resolved, vpc, blockOtherNames, dnsPriority }: Checked): void {
  const choices = { policy: ['none', 'new'], action: ['drop', 'alert'] };
  for (const [name, value] of Object.entries({ policy, action })) {
    const allowed = choices[name as keyof typeof choices];
    refuse({
      when: !allowed.includes(value),
      code: 'InvalidChoice',
      message: `\`${name}\` must be ${oneOf(allowed)}, got ${show(value)}`,
    });
  }
  for (const [name, value] of Object.entries({ closed, resolved, blockOtherNames })) {
    refuse({
      when: value !== undefined && typeof value !== 'boolean',
      code: 'InvalidChoice',
      message: `\`${name}\` must be true or false, got ${show(value)}`,
    });
  }
  refuse(
    {
      when: !Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY,
      code: 'InvalidCapacity',
      message: `\`capacity\` must be an integer from 1 to ${MAX_CAPACITY}, got ${show(capacity)}`,
    },
    {
      when: !Number.isInteger(dnsPriority) || dnsPriority <= 100 || dnsPriority >= 9000,
      code: 'InvalidPriority',
      message: `\`dnsPriority\` must be an integer from 101 to 8,999, got ${show(dnsPriority)}`,
    },
    {
      when: (resolved || blockOtherNames === true) && typeof vpc?.vpcId !== 'string',
      code: 'MissingVpc',
      message: `${resolved ? 'names are tied to the addresses that the resolver of a VPC returns' : '`blockOtherNames` is for a VPC'}: set \`vpc\`, the VPC of the delegate${resolved ? ', or `resolved: false`' : ''}; got ${show(vpc)}`,
    },
    {
      when: !closed && policy !== 'new',
      code: 'NothingCloses',
      message:
        "`closed: false` leaves everything else to the policy, which is not known here: set `policy: 'new'`, or leave `closed` out",
    },
  );
}

/** @throws AccessError `CapacityTooSmall`, before AWS would say so */
function checkCapacity(used: number, capacity: number): void {
  const needed = Math.ceil((2 * used) / 100) * 100;
  if (used > FULL * capacity) {
    throw AccessError.of(
      'CapacityTooSmall',
      `the rules need ${used} units, more than 80 % of the capacity of ${capacity}, which cannot be changed in place; set \`capacity: ${needed}\`, which makes another group`,
    );
  }
}
