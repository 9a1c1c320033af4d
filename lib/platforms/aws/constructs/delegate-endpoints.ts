import { Stack, Token } from 'aws-cdk-lib';
import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  InterfaceVpcEndpointService,
  SecurityGroup,
  type CfnVPCEndpoint,
  type IConnectable,
  type IInterfaceVpcEndpointService,
  type IPrefixList,
  type ISecurityGroup,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AwsDestination } from './aws-destination';
import { accountsOf, endpointPolicy, type EndpointPolicies } from './endpoint-policies';
import { pathOf, tagName } from './names';
import { stackDefaults, stackPlace } from './where';
import { didYouMean, oneOf, show, throwIfAny, type Problem } from '../../../base';
import {
  AWS_SERVICE_IDS,
  awsService,
  endpointName,
  GLOBAL_STS,
  hasEndpoint,
  whereEndpointIs,
} from '../../../catalog/aws-endpoints';
import type { Destination } from '../../../network';
import {
  DELEGATE_PLAN_PROPS,
  planOf,
  type AwsServicesReach,
  type DelegatePlanProps,
  type Plan,
  type PlannedEndpoint,
} from '../../../plan';

export interface DelegateEndpointsProps extends DelegatePlanProps {
  /** VPC of the delegate, with DNS support and DNS host names. */
  readonly vpc: IVpc;
  /** Subnets of the interface endpoints. @default - the private subnets, one of each zone */
  readonly subnets?: SubnetSelection;
  /**
   * Services beside those of the list, by their names in `reach.awsServices`: `ecr.api`, `ecr.dkr` and `logs` for a
   * delegate on Fargate.
   *
   * @default - none
   */
  readonly services?: readonly string[];
  /**
   * Interface endpoints that the VPC has already, by service: a VPC takes one with private DNS of each. They must let the
   * delegate in, which their groups do when they are not immutable.
   *
   * @default - none
   */
  readonly existing?: Readonly<Record<string, IConnectable>>;
  /**
   * Prefix list `com.amazonaws.<region>.s3`: S3 gets a gateway endpoint, which costs nothing, and the delegate's rules lead
   * to this list. A template cannot find it by itself: `ec2.PrefixList.fromPrefixListId(this, 'S3', 'pl-…')`, as
   * `aws ec2 describe-managed-prefix-lists` shows it.
   *
   * @default - S3 gets an interface endpoint
   */
  readonly s3PrefixList?: IPrefixList;
  /** Way to services without an endpoint, and to names with a wildcard: the proxy, their names, or none. @default 'public' */
  readonly others?: 'proxy' | 'public' | 'none';
  /**
   * Policies of the endpoints: `accounts` lets in the principals of `accounts` alone; `list` allows what the list allows
   * and nothing else, for endpoints that serve this delegate only, and needs RECOMMENDED; those of `services` stay open to
   * the accounts. `none` is AWS's own, which allows everything. S3 has one under `list` alone, because registries and
   * package mirrors read from buckets of AWS.
   *
   * @default 'accounts'
   */
  readonly policies?: EndpointPolicies;
  /** Accounts whose principals use the endpoints. @default - those of the stack and of the roles that the list assumes */
  readonly accounts?: readonly string[];
}

const KNOWN: Readonly<Record<keyof DelegateEndpointsProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  vpc: true,
  subnets: true,
  services: true,
  existing: true,
  s3PrefixList: true,
  others: true,
  policies: true,
  accounts: true,
};

const GROUP_DESCRIPTION = 'Endpoints for a Harness Delegate';

/**
 * VPC endpoints for the services of AWS that a list uses, with one security group, which lets in the delegate alone.
 *
 * `reach` is how the delegate reaches the services then: give it to `DelegateAccess` as `reach.awsServices`.
 *
 * @example
 * ```ts
 * const vpc = new ec2.Vpc(this, 'Vpc');
 * const connections = [Connection.awsS3({ buckets: ['artifacts'] })];
 * const endpoints = new DelegateEndpoints(this, 'Endpoints', { vpc, connections, profile: Profile.RECOMMENDED });
 * new DelegateAccess(this, 'Access', {
 *   vpc,
 *   connections,
 *   profile: Profile.RECOMMENDED,
 *   assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
 *   reach: { awsServices: endpoints.reach },
 * });
 * ```
 */
export class DelegateEndpoints extends Construct {
  /** The plan whose services have endpoints. */
  public readonly plan: Plan;
  /** Services that have an endpoint now, by their names in `reach.awsServices`; sorted. */
  public readonly services: readonly string[];
  /** Services of the list that get none here: there is none, or it is one of another region. */
  public readonly without: readonly PlannedEndpoint[];
  /** Group of the interface endpoints; `undefined` when all of them exist already. */
  public readonly securityGroup?: ISecurityGroup;
  /** The interface endpoints as a destination, for a `Connection.custom` that leads there. */
  public readonly destination?: Destination;
  /** The value for `reach.awsServices`. */
  public readonly reach: AwsServicesReach;

  /** @throws AccessError `NoEndpoint`, `InvalidEndpoints`, `UnknownProp`, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegateEndpointsProps) {
    super(scope, id);
    this.plan = planOf(props, KNOWN, stackDefaults(this));
    const { region } = stackPlace(this);
    throwIfAny(problemsOf(props, this.plan, region));
    const isMade = ({ kind, service, region: where }: PlannedEndpoint): boolean =>
      kind !== 'none' && (region === undefined || where === undefined || where === region) && isHere(service, region);
    const planned = this.plan.endpoints.filter(isMade).map(({ service }) => service);
    const { existing = {}, s3PrefixList, others = 'public', services = [] } = props;
    this.services = [...new Set([...planned, ...services])].sort();
    this.without = this.plan.endpoints.filter((endpoint) => !isMade(endpoint));
    const made = this.services.filter((service) => !Object.hasOwn(existing, service));
    const isGateway = (service: string): boolean => service === 's3' && s3PrefixList !== undefined;
    const interfaces = made.filter((service) => !isGateway(service));
    this.securityGroup = interfaces.length === 0 ? undefined : this.createGroup(props.vpc);
    this.destination =
      this.securityGroup && AwsDestination.connectable(this.securityGroup, { name: `endpoints of ${pathOf(this)}` });
    interfaces.forEach((service) => this.createInterface(service, props, planned.includes(service)));
    if (made.some(isGateway)) {
      this.createGateway(props);
    }
    const wayTo = (service: string): Destination =>
      isGateway(service)
        ? AwsDestination.prefixList(s3PrefixList!.prefixListId, { name: 's3', weight: 1 })
        : Object.hasOwn(existing, service)
          ? AwsDestination.connectable(existing[service]!, { name: `endpoint of ${service}` })
          : this.destination!;
    this.reach = {
      default: others,
      ...Object.fromEntries(this.services.map((service) => [service, [wayTo(service)]])),
      [GLOBAL_STS]: others,
    };
  }

  private createGroup(vpc: IVpc): ISecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: GROUP_DESCRIPTION,
      allowAllOutbound: false,
    });
    tagName(group.node.defaultChild as never, this);
    return group;
  }

  /** @param isPlanned false for a service beside those of the list */
  private createInterface(service: string, props: DelegateEndpointsProps, isPlanned: boolean): void {
    const { vpc, subnets } = props;
    const endpoint = new InterfaceVpcEndpoint(this, service, {
      vpc,
      subnets,
      service: serviceOf(service),
      securityGroups: [this.securityGroup!],
      privateDnsEnabled: true,
      open: false,
    });
    if (service === 's3') {
      // Private DNS for the whole VPC: by default EC2 gives it to inbound resolvers alone, and asks for a gateway as well.
      const resource = endpoint.node.defaultChild as CfnVPCEndpoint;
      resource.addPropertyOverride('DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint', 'AllResolvers');
    }
    this.policyOf(service, props, isPlanned).forEach((statement) => endpoint.addToPolicy(statement));
  }

  private createGateway(props: DelegateEndpointsProps): void {
    const endpoint = new GatewayVpcEndpoint(this, 's3', {
      vpc: props.vpc,
      service: GatewayVpcEndpointAwsService.S3,
    });
    this.policyOf('s3', props, true).forEach((statement) => endpoint.addToPolicy(statement));
  }

  private policyOf(service: string, props: DelegateEndpointsProps, isPlanned: boolean): PolicyStatement[] {
    const { policies = 'accounts', accounts } = props;
    const allowed = accounts ?? accountsOf(this.plan, Stack.of(this).account);
    const kind = policies === 'list' && !isPlanned ? 'accounts' : policies;
    return endpointPolicy(service, kind, { plan: this.plan, accounts: allowed, stack: Stack.of(this) });
  }
}

/** True for a service that this stack can give an endpoint: the one of IAM is in a region of its own. */
function isHere(service: string, region: string | undefined): boolean {
  const { only } = awsService(service)!;
  return only === undefined || (region !== undefined && only.includes(region));
}

/** The CDK knows which names are others in China, where the region is known. */
function serviceOf(service: string): IInterfaceVpcEndpointService {
  const { global } = awsService(service)!;
  return global === undefined ? new InterfaceVpcEndpointAwsService(service) : globalService(global);
}

/** A service whose name has no region, with AWS's own private DNS. */
function globalService(name: string): IInterfaceVpcEndpointService {
  const service = new InterfaceVpcEndpointService(name);
  return { name: service.name, port: service.port, privateDnsDefault: true };
}

function problemsOf(props: DelegateEndpointsProps, plan: Plan, region: string | undefined): Problem[] {
  const { vpc, services = [], existing = {}, policies = 'accounts', accounts, others = 'public' } = props;
  const choices: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['policies', policies, ['accounts', 'list', 'none']],
    ['others', others, ['proxy', 'public', 'none']],
  ];
  return [
    ...(typeof vpc?.vpcId === 'string' ? [] : [invalid(`\`vpc\` must be the VPC of the delegate, got ${show(vpc)}`)]),
    ...(Array.isArray(services)
      ? services.flatMap((service, i) => serviceProblems(`services[${i}]`, service, region))
      : [invalid(`\`services\` must be a list of services, got ${show(services)}`)]),
    ...existingProblems(existing, props.s3PrefixList, region),
    ...choices
      .filter(([, value, allowed]) => !allowed.includes(value as string))
      .map(([name, value, allowed]) => invalid(`\`${name}\` must be ${oneOf(allowed)}, got ${show(value)}`)),
    ...(policies === 'list' && !plan.profile.isRecommended
      ? [
          invalid(
            "`policies: 'list'` needs RECOMMENDED: DOCUMENTED grants AWS's own policies, whose actions the list does not have",
          ),
        ]
      : []),
    ...(accounts === undefined ? [] : accountProblems(accounts)),
    ...regionProblems(plan, region),
  ];
}

function existingProblems(existing: unknown, s3PrefixList: unknown, region: string | undefined): Problem[] {
  if (typeof existing !== 'object' || existing === null || Array.isArray(existing)) {
    return [invalid(`\`existing\` must be an object of endpoints by service, got ${show(existing)}`)];
  }
  const both = Object.hasOwn(existing, 's3') && s3PrefixList !== undefined;
  return [
    ...Object.entries(existing as Record<string, Partial<IConnectable> | undefined>).flatMap(([service, endpoint]) => [
      ...serviceProblems(`existing.${service}`, service, region),
      ...(typeof endpoint?.connections?.allowTo === 'function'
        ? []
        : [
            invalid(
              `\`existing.${service}\` must be an interface endpoint or its security group, got ${show(endpoint)}`,
            ),
          ]),
    ]),
    ...(both
      ? [invalid('`existing.s3` is an interface endpoint, and `s3PrefixList` is for a gateway: leave one of them out')]
      : []),
  ];
}

function accountProblems(accounts: unknown): Problem[] {
  if (!Array.isArray(accounts) || accounts.length === 0) {
    return [invalid(`\`accounts\` must be a list of account ids, one at least, got ${show(accounts)}`)];
  }
  return accounts
    .filter((account) => typeof account !== 'string' || !(Token.isUnresolved(account) || /^\d{12}$/.test(account)))
    .map((account) => invalid(`\`accounts\` must be account ids of 12 digits, got ${show(account)}`));
}

/** Endpoints are in the region of their stack: a list of other regions gets none. */
function regionProblems(plan: Plan, region: string | undefined): Problem[] {
  const regions = [...new Set(plan.endpoints.flatMap(({ region: where }) => where ?? []))];
  if (region === undefined && regions.length > 1) {
    return [invalid(`the list is used in ${regions.join(', ')}, and the stack has no region: set its \`env.region\``)];
  }
  return region !== undefined && regions.length > 0 && !regions.includes(region)
    ? [
        invalid(
          `the list is used in ${regions.join(', ')}, and this stack is in ${region}: make the endpoints in a stack there`,
        ),
      ]
    : [];
}

function invalid(message: string): Problem {
  return { code: 'InvalidEndpoints', message };
}

function serviceProblems(at: string, service: unknown, region: string | undefined): Problem[] {
  const facts = typeof service === 'string' ? awsService(service) : undefined;
  if (service === GLOBAL_STS) {
    const message = `\`${at}\`: sts.amazonaws.com has no endpoint in any region; use \`sts\`, and set AWS_STS_REGIONAL_ENDPOINTS=regional on the delegate`;
    return [{ code: 'NoEndpoint', message }];
  }
  if (facts === undefined) {
    const known = AWS_SERVICE_IDS.filter((id) => id !== GLOBAL_STS);
    const hint = typeof service === 'string' ? didYouMean(service, known) : '';
    return [invalid(`\`${at}\` must be ${oneOf(known)}, got ${show(service)}${hint}`)];
  }
  return hasEndpoint(facts, region)
    ? []
    : [
        {
          code: 'NoEndpoint',
          message: `\`${at}\`: ${endpointName(facts, region)} is not there in ${region}: ${service} has ${whereEndpointIs(facts, region)}; leave it out, and set \`others\` to 'proxy' or 'public'`,
        },
      ];
}
