import { Stack } from 'aws-cdk-lib';
import { Role, type IRole } from 'aws-cdk-lib/aws-iam';

interface TrustStatement {
  readonly Action?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, unknown>>;
  readonly Condition?: Conditions;
}

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An instance profile is bound to an instance of its own account; EC2 offers no such condition. */
const BOUND_TO_ITS_ACCOUNT = /^ec2\.amazonaws\.com(\.cn)?$/;
const ANYONE = 'anyone';
/** Operators that let only named values pass; others pass when the key is not there, or name what must not be. */
const LIMITING = /^(?:ForAnyValue:)?(?:StringEquals(?:IgnoreCase)?|StringLike|ArnEquals|ArnLike|IpAddress)$/;
/** Keys that tell whose request it is: of a service by what it acts for, of a token by its subject. */
const OF_SERVICE = /^aws:(?:Source(?:Account|Arn|OrgId|OrgPaths)|PrincipalOrgId|PrincipalOrgPaths)$/i;
const OF_TOKEN = /:sub$|^SAML:/i;
const WEB_IDENTITY = ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];

/** Principals that may assume a role of this app too freely, and those that never can. */
export interface TrustProblems {
  /** Services (the confused deputy), identity providers (with any token), everyone. A named role or account needs no condition. */
  readonly unconditioned: readonly string[];
  /** Identity providers whose action is not one of theirs. */
  readonly useless: readonly string[];
}

/** The trust policy of a role of this app, judged: a condition that every value passes is none. */
export function trustProblems(role: IRole | undefined): TrustProblems {
  const statements = statementsOf(role);
  return {
    unconditioned: sorted(statements.flatMap(unconditionedIn)),
    useless: sorted(statements.flatMap(uselessIn)),
  };
}

/** None of a role that is imported. */
function statementsOf(role: IRole | undefined): readonly TrustStatement[] {
  if (role === undefined || !Role.isRole(role)) {
    return [];
  }
  const document = Stack.of(role).resolve(role.assumeRolePolicy?.toJSON()) as
    { readonly Statement?: readonly TrustStatement[] } | undefined;
  return document?.Statement ?? [];
}

/** Identities of pods on EKS that may assume a role of this app. */
export interface PodTrust {
  readonly podIdentity: boolean;
  /** An identity provider of a cluster, or one that only the deployment knows: IRSA. */
  readonly provider: boolean;
}

const POD_IDENTITY = 'pods.eks.amazonaws.com';
/** The provider of a cluster by its ARN, or one that only the deployment knows. */
const OF_CLUSTER = /oidc[.-]eks|^\{/;

export function podTrust(role: IRole | undefined): PodTrust {
  const statements = statementsOf(role);
  const ofToken = statements.filter(({ Action }) => texts(Action).includes(WEB_IDENTITY[0]!));
  return {
    podIdentity: statements.some(({ Principal }) => principalsOf(Principal).services.includes(POD_IDENTITY)),
    provider: ofToken.some(({ Principal }) => principalsOf(Principal).federated.some((one) => OF_CLUSTER.test(one))),
  };
}

function principalsOf(principal: TrustStatement['Principal']): Record<'services' | 'federated', readonly string[]> {
  const { Service, Federated } = typeof principal === 'object' ? principal : {};
  return { services: texts(Service), federated: texts(Federated) };
}

function unconditionedIn({ Principal, Condition = {} }: TrustStatement): string[] {
  const { Service, Federated, AWS } = typeof Principal === 'string' ? { AWS: Principal } : (Principal ?? {});
  return [
    ...(isLimited(Condition, OF_SERVICE) ? [] : texts(Service).filter((name) => !BOUND_TO_ITS_ACCOUNT.test(name))),
    ...(isLimited(Condition, OF_TOKEN) ? [] : texts(Federated)),
    ...(texts(AWS).includes('*') && !isLimited(Condition, /./) ? [ANYONE] : []),
  ];
}

function uselessIn({ Action, Principal }: TrustStatement): string[] {
  const federated = typeof Principal === 'object' ? texts(Principal.Federated) : [];
  return texts(Action).some((action) => WEB_IDENTITY.includes(action)) ? [] : federated;
}

/** True when a condition on such a key lets only some values pass. */
function isLimited(conditions: Conditions, keys: RegExp): boolean {
  return Object.entries(conditions).some(
    ([operator, tests]) =>
      LIMITING.test(operator) &&
      Object.entries(tests).some(([key, values]) => keys.test(key) && texts(values).every(isNarrow)),
  );
}

/** `*` and `?*` are every value, `0.0.0.0/0` every address. */
function isNarrow(value: string): boolean {
  return /[^*?]/.test(value) && !/^(?:0\.0\.0\.0|::)\/0$/.test(value);
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function texts(value: unknown): string[] {
  const entries = value === undefined ? [] : [value].flat();
  return entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
}
