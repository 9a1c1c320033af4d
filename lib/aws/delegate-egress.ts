import { CfnResource, Reference, Token, Tokenization, type IResolvable } from 'aws-cdk-lib';
import {
  CfnSecurityGroup,
  CfnSecurityGroupEgress,
  Connections,
  SecurityGroup,
  type IConnectable,
  type ISecurityGroup,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import { AccessError } from '../base';
import { ruleKey, type Rule } from '../network';
import { finding, planOf, type DelegatePlanProps, type Finding, type Flow, type Plan } from '../plan';
import { Target, type PlanOnTarget } from '../target';
import { connectableOf, describeRule, ec2Port, egressOf, isConnectable, NO_TRAFFIC, reasonKeys } from './render-egress';
import { annotate } from './report';

export interface DelegateEgressProps extends DelegatePlanProps {
  /** Where the delegate runs. Needed for a group of our own. @default - none, with `securityGroup` */
  readonly vpc?: IVpc;
  /**
   * A group of yours that gets the rules, each as a resource of its own. It must not let everything out already:
   * create or import it with `allowAllOutbound: false`.
   *
   * @default - a new group that lets out what the plan asks for, and nothing else
   */
  readonly securityGroup?: ISecurityGroup;
}

/** Names on immutable fields are constants: changing one would replace the group under every running delegate. */
const GROUP_DESCRIPTION = 'Egress of a Harness Delegate';
const METADATA = 'harness-delegate-access';

/**
 * The way out of a Harness Delegate on AWS: a security group with exactly the rules of the plan.
 *
 * Attach it to the delegate's ECS service, instance or pods with `connections` or `securityGroups`, and let no other
 * group of the same interface let more out: EC2 adds the groups of an interface together. Not for filtering host
 * names: a security group cannot, which the plan says in its findings.
 */
export class DelegateEgress extends Construct implements IConnectable {
  public readonly plan: Plan;
  /** The plan as a security group can carry it out. */
  public readonly onTarget: PlanOnTarget;
  /** Every group that the delegate needs. */
  public readonly securityGroups: readonly ISecurityGroup[];
  public readonly connections: Connections;
  /** Findings about ports and destinations, with what was acknowledged. */
  public readonly findings: readonly Finding[];
  private readonly planned = new Set<unknown>();
  private readonly group?: CfnSecurityGroup;

  /** @throws AccessError `MissingVpc`, `AllowsAllOutbound`, `ImmutableSecurityGroup`, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegateEgressProps) {
    super(scope, id);
    this.plan = planOf(props);
    this.onTarget = this.plan.on(Target.AWS_SECURITY_GROUP);
    const { rules } = this.onTarget;

    if (props.securityGroup === undefined) {
      this.group = this.createGroup(
        props.vpc,
        rules.filter((rule) => !isConnectable(rule)),
      );
      this.securityGroups = [
        SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', this.group.attrGroupId, { allowAllOutbound: false }),
      ];
    } else {
      checkImported(props.securityGroup);
      this.securityGroups = [props.securityGroup];
      rules.filter((rule) => !isConnectable(rule)).forEach((rule) => this.addToImported(props.securityGroup!, rule));
    }
    this.connections = new Connections({ securityGroups: [...this.securityGroups] });
    this.allowToConnectables(rules.filter(isConnectable));

    this.findings = this.onTarget.findingsAbout('network', [], ['plan', 'target']);
    annotate(this, this.findings);
    this.node.addValidation({ validate: () => this.reportUnplanned() });
  }

  private createGroup(vpc: IVpc | undefined, rules: readonly Rule<Flow>[]): CfnSecurityGroup {
    if (vpc === undefined) {
      throw AccessError.of(
        'MissingVpc',
        '`vpc` is needed for a security group of our own; give it, or bring your own `securityGroup`',
      );
    }
    const group = new CfnSecurityGroup(this, 'Resource', {
      vpcId: vpc.vpcId,
      groupDescription: GROUP_DESCRIPTION,
      securityGroupEgress: rules.length === 0 ? [NO_TRAFFIC] : rules.map(egressOf),
    });
    group.addMetadata(METADATA, {
      ...this.edition(),
      reasons: Object.fromEntries(rules.map((rule) => [ruleKey(rule), reasonKeys(rule.reasons)])),
    });
    return group;
  }

  private addToImported(group: ISecurityGroup, rule: Rule<Flow>): void {
    const egress = new CfnSecurityGroupEgress(this, `Egress ${encodeURIComponent(ruleKey(rule))}`, {
      groupId: group.securityGroupId,
      ...egressOf(rule),
    });
    egress.addMetadata(METADATA, { ...this.edition(), reasons: reasonKeys(rule.reasons) });
    this.planned.add(egress);
  }

  /** Always from this side: the other direction would make the stack of the target depend on this one. */
  private allowToConnectables(rules: readonly Rule<Flow>[]): void {
    if (rules.length === 0) {
      return;
    }
    const before = new Set(this.egressResources());
    rules.forEach((rule) => this.connections.allowTo(connectableOf(rule), ec2Port(rule.port), describeRule(rule)));
    this.egressResources()
      .filter((resource) => !before.has(resource))
      .forEach((resource) => this.planned.add(resource));
  }

  private edition(): { readonly catalog: string; readonly profile: string } {
    return { catalog: this.plan.catalogVersion, profile: this.plan.profile.name };
  }

  private egressResources(): CfnSecurityGroupEgress[] {
    return this.node.root.node.findAll().filter(isEgressResource);
  }

  /** Rules that other code put on the delegate's group: let out, but in no plan. */
  private reportUnplanned(): string[] {
    const strangers = this.egressResources().filter(
      (resource) => !this.planned.has(resource) && this.isOurs(resource.groupId),
    );
    const found = strangers.map((resource) =>
      finding('UnplannedEgress', 'warning', 'egress', {
        port: resource.node.path,
        what: `${resource.node.path} lets out ${resource.ipProtocol} ${resource.fromPort ?? 'any'}-${resource.toPort ?? 'any'}, which is not in the plan`,
        why: "other code added it to the delegate's group",
        fix: 'add a `Connection.custom` with its reason instead',
      }),
    );
    annotate(
      this,
      this.onTarget.findingsAbout('network', found, ['aws']).filter((entry) => entry.finding === 'UnplannedEgress'),
    );
    return [];
  }

  private isOurs(groupId: string | IResolvable): boolean {
    if (this.group === undefined) {
      return groupId === this.securityGroups[0]!.securityGroupId;
    }
    const token = typeof groupId === 'string' ? Tokenization.reverseString(groupId).firstToken : groupId;
    return Token.isUnresolved(groupId) && Reference.isReference(token) && token.target === this.group;
  }
}

function isEgressResource(node: IConstruct): node is CfnSecurityGroupEgress {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === CfnSecurityGroupEgress.CFN_RESOURCE_TYPE_NAME;
}

function checkImported(group: ISecurityGroup): void {
  if (group.allowAllOutbound) {
    throw AccessError.of(
      'AllowsAllOutbound',
      '`securityGroup` lets everything out, so no rule on it would restrict anything; create or import it with `allowAllOutbound: false`',
    );
  }
  if (group.constructor.name.startsWith('ImmutableImport')) {
    throw AccessError.of(
      'ImmutableSecurityGroup',
      '`securityGroup` was imported with `mutable: false`, so rules must not be added to it; import it as mutable, or leave it out for a group of our own',
    );
  }
}
