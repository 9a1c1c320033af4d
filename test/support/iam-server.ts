import { serve, type Running } from './servers';
import { isAllowed, type PolicyStatementJson } from '../oracle/iam';

/** IAM on loopback, as its query protocol has it: one role, whose statements the oracle judges; two results to a page. */

const PAGE = 2;

interface Role {
  readonly arn: string;
  readonly statements: readonly PolicyStatementJson[];
  /** Code with which every request is refused. */
  readonly refuses?: string;
  /** Keys that its policies miss. */
  readonly missing?: readonly string[];
  readonly isBounded?: boolean;
  /** Answers without a result. */
  readonly isMute?: boolean;
}

export async function iamServer(role: Role): Promise<Running & { readonly asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const running = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const { refuses } = role;
      response.writeHead(refuses === undefined ? 200 : 403, { 'Content-Type': 'text/xml' });
      response.end(
        refuses === undefined
          ? answerOf(form, role)
          : `<ErrorResponse><Error><Type>Sender</Type><Code>${refuses}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    });
  });
  return { ...running, asked };
}

function answerOf(form: URLSearchParams, role: Role): string {
  const action = form.get('Action') ?? '';
  if (action === 'GetRole') {
    const name = role.arn.split('/').pop();
    return `<GetRoleResponse><GetRoleResult><Role><Path>/teams/</Path><RoleName>${name}</RoleName><RoleId>AROA</RoleId><Arn>${role.arn}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role></GetRoleResult></GetRoleResponse>`;
  }
  if (action !== 'SimulatePrincipalPolicy' || form.get('PolicySourceArn') !== role.arn) {
    return '<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>';
  }
  const list = (name: string): string[] =>
    [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
  const keys = [...form].filter(([key]) => /^ContextEntries\.member\.\d+\.ContextKeyName$/.test(key));
  const context = Object.fromEntries(
    keys.map(([key, name]) => [name, form.get(key.replace('ContextKeyName', 'ContextKeyValues.member.1')) ?? '']),
  );
  const resources = list('ResourceArns');
  const names = role.isMute === true ? [] : list('ActionNames');
  const results = names.map((name) => {
    const each = resources.map((resource) => ({
      resource,
      isAllowed: isAllowed(role.statements, name, resource, context),
    }));
    return `<member><EvalActionName>${name}</EvalActionName><EvalResourceName>${resources.length === 1 ? resources[0] : '*'}</EvalResourceName><EvalDecision>${decision(each.every((one) => one.isAllowed))}</EvalDecision>${extras(role)}${
      resources.length === 1
        ? ''
        : `<ResourceSpecificResults>${each.map((one) => `<member><EvalResourceName>${one.resource}</EvalResourceName><EvalResourceDecision>${decision(one.isAllowed)}</EvalResourceDecision>${extras(role)}</member>`).join('')}</ResourceSpecificResults>`
    }</member>`;
  });
  const from = Number(form.get('Marker') ?? 0);
  const isMore = from + PAGE < results.length;
  return `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>${isMore}</IsTruncated>${isMore ? `<Marker>${from + PAGE}</Marker>` : ''}<EvaluationResults>${results.slice(from, from + PAGE).join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
}

function decision(yes: boolean): string {
  return yes ? 'allowed' : 'implicitDeny';
}

function extras({ missing = [], isBounded }: Role): string {
  return [
    `<MissingContextValues>${missing.map((key) => `<member>${key}</member>`).join('')}</MissingContextValues>`,
    isBounded === true
      ? '<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>'
      : '',
  ].join('');
}
