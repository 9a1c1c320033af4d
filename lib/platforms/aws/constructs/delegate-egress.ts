import { Token } from 'aws-cdk-lib';
import {
  CfnSecurityGroup,
  CfnSecurityGroupEgress,
  Connections,
  SecurityGroup,
  type IConnectable,
  type ISecurityGroup,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { AccessError, show } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import type { Rule } from '../../../network';
import {
  DELEGATE_PLAN_PROPS,
  finding,
  planOf,
  type DelegatePlanProps,
  type Finding,
  type FindingLog,
  type Flow,
  type Plan,
} from '../../../plan';
import { onLayers, type LayerProps, type OnLayers, type PlanOnTarget } from '../../../platform';
import { reviewOf, type Inbound, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { awsGrants } from '../grants';
import { placeRules } from '../placement';
import { gatherPrefixLists, type GatheredRules, type ManagedPrefixListOptions } from '../prefix-lists';
import { parseAwsQuotas, type AwsQuotas } from '../quotas';
import { SECURITY_GROUP } from '../targets';
import {
  clusterFindings,
  createProbes,
  securityGroupPolicy,
  withClusterDns,
  type ClusterGroups,
  type SecurityGroupPolicyOptions,
} from './cluster';
import { createPrefixLists } from './create-prefix-lists';
import { attachToService } from './ecs-service';
import { ruleOn } from './existing-group';
import { largeTemplate } from './large-template';
import { pathOf, tagName } from './names';
import {
  connectableOf,
  describeRule,
  ec2Port,
  egressOf,
  isConnectable,
  NO_TRAFFIC,
  reasonsByRule,
} from './render-egress';
import { checkBrought, checkConnectable, egressOn, isImmutable } from './security-groups';
import { addReasons, TOOLKIT } from './toolkit';
import { unplanned } from './unplanned';
import { stackDefaults, whereOf } from './where';

export interface DelegateEgressProps extends DelegatePlanProps, LayerProps, ReviewProps {
  /** VPC of the delegate; required for new groups. @default - none, with `securityGroup` */
  readonly vpc?: IVpc;
  /**
   * An existing group that gets the rules, each as a resource of its own. It must not allow all outbound traffic: create
   * or import it with `allowAllOutbound: false`.
   *
   * @default - new groups that allow exactly the plan
   */
  readonly securityGroup?: ISecurityGroup;
  /**
   * Groups of the EKS cluster, for a delegate in a pod with security groups of its own: opens the cluster's DNS, and the
   * health port 3460 inbound from the nodes. `securityGroupPolicy` gives the pods these groups.
   *
   * @default - not a pod with groups of its own
   */
  readonly cluster?: ClusterGroups;
  /** Quotas of your account. @default - those that every account has: 60 rules a group, 5 groups an interface */
  readonly quotas?: AwsQuotas;
  /**
   * Exact number of security groups. Pin it when their number must not change by itself.
   *
   * @default - the fewest in which the rules fit; more than one makes the finding `GroupsGrew`
   */
  readonly groups?: number;
  /**
   * Put many blocks of one port into prefix lists that this construct creates, with one rule to each list: for large sets
   * on an account with a raised quota of rules, or on an existing group, where every rule is a resource. Where they need
   * more groups than rules alone, they are left out, with the finding `PrefixListsLeftOut`.
   *
   * @default - every block is a rule of its own
   */
  readonly managedPrefixLists?: ManagedPrefixListOptions;
}

/** Every prop, so that another one is refused. */
export const EGRESS_PROPS: Readonly<Record<keyof DelegateEgressProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  behind: true,
  vpc: true,
  securityGroup: true,
  cluster: true,
  quotas: true,
  groups: true,
  managedPrefixLists: true,
};

/** Something that takes one security group at a time, such as an instance or a launch template. */
export interface AcceptsSecurityGroups {
  /** Groups that it has already. @default - none are known, so every group is added */
  readonly connections?: Connections;
  /** Adds one group more. */
  addSecurityGroup(group: ISecurityGroup): void;
}

/** A service of ECS, whose groups are in its network configuration. */
export interface EcsServiceLike extends IConstruct {
  readonly connections: Connections;
  readonly taskDefinition: object;
}

/** Names on immutable fields are constants: changing one would replace the group under every running delegate. */
const GROUP_DESCRIPTION = 'Egress of a Harness Delegate';

/**
 * Egress of a Harness Delegate on AWS: security groups with the fewest rules that allow exactly the plan.
 *
 * Attach all of them to the delegate's ECS service, instance or pods, and no other group that allows more: EC2 adds the
 * groups of an interface together. Not for filtering host names: a security group cannot, as the findings of the plan
 * report.
 *
 * @example
 * ```ts
 * const securityGroup = new ec2.SecurityGroup(this, 'Delegate', {
 *   vpc: new ec2.Vpc(this, 'Vpc'),
 *   allowAllOutbound: false,
 * });
 * new DelegateEgress(this, 'Egress', { securityGroup, connections: [Connection.jenkins({ to: ['10.0.3.7/32'] })] });
 * ```
 */
export class DelegateEgress extends DelegateConstruct implements IConnectable {
  public readonly plan: Plan;
  /** The plan as security groups enforce it. */
  public readonly onTarget: PlanOnTarget;
  /** Every group that the delegate needs. The first one's logical id never changes. */
  public readonly securityGroups: readonly ISecurityGroup[];
  public readonly connections: Connections;
  /** Rendered rules: blocks in a list are one rule. */
  private readonly rules: readonly Rule<Flow>[];
  private readonly planned = new Set<CfnSecurityGroupEgress>();
  /** Groups that this construct makes, in the order of `securityGroups`. */
  private readonly created: CfnSecurityGroup[] = [];
  private log: FindingLog;
  private readonly layers: OnLayers;
  private readonly where: ReviewWhere;
  /** Inbound rules; none but the probes of a cluster. @internal */
  public readonly inbound?: readonly Inbound[];

  /**
   * @throws AccessError `MissingVpc`, `QuotaExceeded`, `InvalidQuota`, `AllowsAllOutbound`, `ImmutableSecurityGroup`,
   * `ConnectableWithoutGroup`, `NotAToken`, and those of the plan
   */
  public constructor(scope: Construct, id: string, props: DelegateEgressProps) {
    super(scope, id, TOOLKIT);
    const plan = planOf(props, EGRESS_PROPS, stackDefaults(this));
    const { cluster } = props;
    this.plan = withClusterDns(plan, cluster, props.securityGroup);
    this.layers = onLayers(this.plan, SECURITY_GROUP, { grants: awsGrants }, props);
    this.onTarget = this.layers.onTarget;
    this.onTarget.minimised.forEach(checkRule);
    const quotas = parseAwsQuotas(props.quotas);
    const groups = props.securityGroup === undefined ? props.groups : 1;
    const placement = { quotas, groups, first: isConnectable };
    const gathered = gatherPrefixLists(this.onTarget.minimised, props.managedPrefixLists, placement);
    const rules = createPrefixLists(this, gathered, this.plan);
    this.rules = rules;
    const placed = placeRules(rules, placement);
    this.securityGroups =
      props.securityGroup === undefined
        ? this.createGroups(props.vpc, placed)
        : [this.useExisting(props.securityGroup, placed[0]!)];
    this.connections = new Connections({ securityGroups: [this.securityGroups[0]!] });
    rules.filter(isConnectable).forEach((rule) => this.allowTo(rule));
    this.inbound = cluster === undefined ? undefined : [createProbes(this, this.securityGroups[0]!, cluster)];

    this.log = this.layers.whole.log.with([
      ...groupsGrew(placed.length, props.groups),
      ...(cluster === undefined ? [] : clusterFindings(cluster)),
      ...listsLeftOut(gathered),
      ...farEndUnchanged(rules),
      ...largeTemplate(rules, gathered.lists, {
        isBrought: props.securityGroup !== undefined,
        path: pathOf(this),
      }),
    ]);
    this.announce(this.findings);
    this.node.addValidation({ validate: () => this.compareWithApp() });
    const groupIds = this.securityGroups.map(({ securityGroupId }) => securityGroupId);
    this.where = whereOf(this, { vpc: props.vpc?.vpcId, groups: groupIds });
    this.keepReview(props);
  }

  /** Findings about ports and destinations, with their acknowledgements; after synth, those of the finished app too. */
  public get findings(): readonly Finding[] {
    const { platform } = this.onTarget.facts;
    return this.log.judged({ stages: ['plan', 'target'], targets: this.layers.targets, platform, about: 'network' });
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return this.reviewIn(this.findings, this.where);
  }

  /** @internal The review of the whole delegate: its findings, and where it is. */
  public reviewIn(findings: readonly Finding[], where: ReviewWhere): ReviewDocument {
    return reviewOf(this.layers.whole, { findings, where, inbound: this.inbound });
  }

  /**
   * Adds every group that is not there yet to an instance, a launch template, or a service of ECS: give the first one as
   * its `securityGroup` or `securityGroups`, or the CDK creates a group that allows all outbound traffic.
   *
   * @throws AccessError `NoSecurityGroups`
   */
  public attachTo(resource: AcceptsSecurityGroups | EcsServiceLike): void {
    const existing = resource.connections?.securityGroups ?? [];
    const missing = this.securityGroups.filter((group) => !existing.includes(group));
    if ('addSecurityGroup' in resource) {
      missing.forEach((group) => resource.addSecurityGroup(group));
    } else {
      attachToService(resource, existing, missing);
    }
  }

  /**
   * The `SecurityGroupPolicy` that gives these groups to the pods of a delegate on EKS: plain data for
   * `cluster.addManifest`, or for `kubectl apply`.
   *
   * @throws AccessError `InvalidName`, `QuotaExceeded`
   */
  public securityGroupPolicy(options: SecurityGroupPolicyOptions): Record<string, unknown> {
    return securityGroupPolicy(this.securityGroups, options);
  }

  private createGroups(vpc: IVpc | undefined, placed: readonly (readonly Rule<Flow>[])[]): ISecurityGroup[] {
    if (typeof vpc?.vpcId !== 'string') {
      throw AccessError.of(
        'MissingVpc',
        `\`vpc\` is required for new security groups, got ${show(vpc)}; set it, or set \`securityGroup\` to an existing group`,
      );
    }
    return placed.map((rules, i) => {
      const number = i === 0 ? '' : `${i + 1}`;
      const inline = rules.filter((rule) => !isConnectable(rule));
      const group = new CfnSecurityGroup(this, `Resource${number}`, {
        vpcId: vpc.vpcId,
        groupDescription: GROUP_DESCRIPTION,
        securityGroupEgress: inline.length === 0 ? [NO_TRAFFIC] : inline.map((rule) => egressOf(rule, pathOf(this))),
      });
      tagName(group, this);
      addReasons(group, [this.plan], reasonsByRule(rules));
      this.created.push(group);
      return SecurityGroup.fromSecurityGroupId(this, `SecurityGroup${number}`, group.attrGroupId, {
        allowAllOutbound: false,
      });
    });
  }

  private useExisting(group: ISecurityGroup, rules: readonly Rule<Flow>[]): ISecurityGroup {
    checkBrought(group);
    for (const rule of rules.filter((entry) => !isConnectable(entry))) {
      this.planned.add(ruleOn(group, rule, this, this.plan));
    }
    return group;
  }

  /** Writes both rules from this side: the other direction would make the stack of the target depend on this one. */
  private allowTo(rule: Rule<Flow>): void {
    checkConnectable(rule.destination.text, connectableOf(rule));
    this.connections.allowTo(connectableOf(rule), ec2Port(rule.port), describeRule(rule, pathOf(this)));
  }

  /** Findings of the finished app: rules by other code, and duplicate rules that EC2 would refuse. */
  private compareWithApp(): string[] {
    const found = this.securityGroups.flatMap((group, i) => {
      const own = this.created[i];
      const brought = group.node.defaultChild;
      const resource = own ?? (brought instanceof CfnSecurityGroup ? brought : undefined);
      return egressOn(group, resource, this.node.root).map((entry) => ({
        ...entry,
        isOwn: own !== undefined && entry.resource === undefined,
      }));
    });
    const { findings, duplicates } = unplanned(found, this.planned, this.rules, this);
    const known = new Set(this.findings.map(({ key }) => key));
    this.log = this.log.with(findings);
    this.announce(this.findings.filter(({ key }) => !known.has(key)));
    return duplicates;
  }
}

/** Refuses a hand-written Terraform expression, which CloudFormation does not know. */
function checkRule({ destination, reasons }: Rule<Flow>): void {
  if (destination.value !== undefined && !Token.isUnresolved(destination.value)) {
    throw AccessError.of(
      'NotAToken',
      `connection \`${reasons[0]!.decision.connection}\`: the deploy-time destination ${show(destination.text)} is not a token of the CDK; set one, such as \`Fn.importValue(…)\``,
    );
  }
}

function groupsGrew(count: number, pinned: number | undefined): Finding[] {
  return count === 1 || pinned !== undefined
    ? []
    : [
        finding('GroupsGrew', 'egress', {
          what: `the rules need ${count} security groups`,
          why: 'they exceed one group',
          fix: `attach all of them (\`securityGroups\`, \`attachTo\`), and set \`groups: ${count}\``,
        }),
      ];
}

function listsLeftOut({ groupsWithLists, groups }: GatheredRules): Finding[] {
  return groupsWithLists === undefined
    ? []
    : [
        finding('PrefixListsLeftOut', 'egress', {
          what: `with \`managedPrefixLists\` the rules ${groupsWithLists === 'too many' ? 'do not fit' : `need ${groupsWithLists} security groups`}, without them ${groups}, so every block is a rule of its own`,
          why: 'a list counts for all entries that it may have, used or not',
          fix: 'lower `maxEntries` to what the lists hold, or leave `managedPrefixLists` out',
        }),
      ];
}

/** The CDK drops what is added to a group that was imported with `mutable: false`. */
function farEndUnchanged(rules: readonly Rule<Flow>[]): Finding[] {
  const names = rules
    .filter((rule) => isConnectable(rule) && connectableOf(rule).connections.securityGroups.some(isImmutable))
    .map(({ destination }) => destination.text);
  return [...new Set(names)].map((name) =>
    finding('FarEndUnchanged', 'egress', {
      port: name,
      what: `the security group of ${name} was imported with \`mutable: false\`, so it gets no inbound rule for the delegate`,
      why: 'the CDK does not change such a group',
      fix: 'let its owner add the inbound rule, or import it as mutable',
    }),
  );
}
