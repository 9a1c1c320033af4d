import { AccessError } from '../base';
import { isFields, type Fields } from '../platform/template';

/** Files that people take for a template: what they are, and the command that gives the right file. */

interface Other {
  readonly is: (value: Fields) => boolean;
  readonly what: string;
  readonly run: string;
}

const has =
  (...keys: readonly string[]) =>
  (value: Fields): boolean =>
    keys.every((key) => value[key] !== undefined);

const AUDIT_PLAN = '`terraform plan -out plan.out && terraform show -json plan.out > plan.json`';

const AUDIT_CHART = '`helm template <release> <chart> > manifests.yaml`, and audit that';

const LIST: Other = {
  is: has('connections'),
  what: 'a list of connections',
  run: 'set it as the first argument, and the template with `--template`',
};

const isOf =
  (api: RegExp, kind: unknown) =>
  ({ apiVersion, kind: own }: Fields): boolean =>
    typeof apiVersion === 'string' && api.test(apiVersion) && own === kind;

/** The first that fits. */
const OTHERS: readonly Other[] = [
  { is: isOf(/^v\d$/, undefined), what: 'a chart of Helm', run: AUDIT_CHART },
  {
    is: isOf(/^kustomize\.config\.k8s\.io\//, 'Kustomization'),
    what: 'a file of Kustomize',
    run: '`kubectl kustomize <folder> > manifests.yaml`, and audit that',
  },
  { is: has('dependencies', 'version'), what: 'a package.json', run: 'audit what its app synthesizes' },
  { is: has('devDependencies'), what: 'a package.json', run: 'audit what its app synthesizes' },
  { is: has('scripts', 'name'), what: 'a package.json', run: 'audit what its app synthesizes' },
  { is: has('artifacts', 'version'), what: 'a manifest of the CDK', run: 'audit `cdk.out/<stack>.template.json`' },
  { is: has('app', 'context'), what: 'a cdk.json', run: '`cdk synth`, and audit `cdk.out/<stack>.template.json`' },
  {
    is: has('service', 'provider'),
    what: 'a file of the Serverless Framework',
    run: '`npx serverless package`, and audit `.serverless/cloudformation-template-update-stack.json`',
  },
  { is: has('services'), what: 'a file of Docker Compose', run: 'audit a template of the network instead' },
  {
    is: ({ $schema: schema }) => typeof schema === 'string' && schema.includes('deploymentTemplate'),
    what: 'a template of Azure',
    run: 'audit a template of AWS or Google Cloud',
  },
  { is: has('runtime', 'name'), what: 'a project of Pulumi', run: 'audit what the provider has, with its own command' },
  {
    is: ({ format }) => typeof format === 'string' && format.startsWith('harness-delegate-access/'),
    what: 'a file of this library',
    run: 'set it instead of the list',
  },
  LIST,
];

/** Refuses a text that no parser of templates should see. @throws AccessError `UnknownTemplate` */
export function refuseText(text: unknown): void {
  if (typeof text !== 'string') {
    return;
  }
  if (/^\s*\{"@level"/.test(text)) {
    throw refusal('a log of `terraform plan -json`', AUDIT_PLAN);
  }
  if (/^PK\u0003\u0004/.test(text)) {
    throw refusal('a plan of Terraform in its own format', '`terraform show -json plan.out > plan.json`');
  }
  if (HCL.test(text)) {
    throw refusal('a configuration of Terraform in HCL', AUDIT_PLAN);
  }
}

/** A block of HCL at the beginning of a line. */
const HCL =
  /^(?:resource|data|module|variable|output|provider|terraform|locals|moved|import)(?:[ \t]+"[^"\n]*"){0,2}[ \t]*\{/m;

/** Refuses a value by keys that no template has. @throws AccessError `UnknownTemplate` */
export function refuseValue(value: unknown): void {
  const other = isFields(value) ? OTHERS.find(({ is }) => is(value)) : undefined;
  if (other !== undefined) {
    throw refusal(other.what, other.run);
  }
}

/** The error for a value that no format recognizes. */
export function unknownTemplate(value: unknown): AccessError {
  return Array.isArray(value)
    ? refusal(LIST.what, LIST.run)
    : AccessError.of(
        'UnknownTemplate',
        'this is no template: it has neither `Resources` (CloudFormation) nor `resource` (Terraform in JSON) nor `apiVersion` and `kind` (Kubernetes), and is no output of `terraform show -json`, `aws ec2 describe-security-groups` or `gcloud compute firewall-rules list --format=json`',
      );
}

function refusal(what: string, run: string): AccessError {
  return AccessError.of('UnknownTemplate', `this is ${what}, not a template; ${run}`);
}
