import type { Fields } from './fields';

/** Kind of a template file. */
export type TemplateKind =
  | 'CloudFormation template'
  | 'Terraform configuration'
  | 'Terraform plan or state'
  | 'answer of the AWS CLI'
  | 'answer of gcloud'
  | 'Kubernetes manifest';

/** One resource of Terraform, with the values of its arguments. */
export interface TerraformResource {
  /** With the name of its file before it, when several files are read together. */
  readonly address: string;
  readonly type: string;
  /** A reference to another resource is `${<address>.<attribute>}`, in a plan too. */
  readonly values: Fields;
  /** Name of its file, when several are read together. */
  readonly file?: string;
  /** Reason why the deployed object may differ as a whole. */
  readonly doubt?: string;
}

/** A template as its readers get it. */
export interface TemplateFile {
  readonly kind: TemplateKind;
  /** Name as the user gave it; empty for a single text. */
  readonly name: string;
  readonly value: unknown;
  /** Of a file of Terraform. */
  readonly resources: readonly TerraformResource[];
  /** Data sources; their addresses begin with `data.`, after the modules. */
  readonly data?: readonly TerraformResource[];
}

/** Resources and data sources of a file of Terraform. */
export type TerraformParts = Pick<TemplateFile, 'resources' | 'data'>;
