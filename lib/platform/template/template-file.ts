import type { Fields } from './fields';

/** Kind of a template file. */
export type TemplateKind =
  | 'CloudFormation template'
  | 'Terraform configuration'
  | 'Terraform plan or state'
  | 'answer of the AWS CLI'
  | 'answer of gcloud';

/** One resource of Terraform, with the values of its arguments. */
export interface TerraformResource {
  readonly address: string;
  readonly type: string;
  readonly values: Fields;
}

/** A template as its readers get it. */
export interface TemplateFile {
  readonly kind: TemplateKind;
  /** Name as the user gave it; empty for a single text. */
  readonly name: string;
  readonly value: unknown;
  /** Of a file of Terraform. */
  readonly resources: readonly TerraformResource[];
  /** Arguments that the configuration inside a plan gives each resource, by address without indexes. */
  readonly given: ReadonlyMap<string, ReadonlySet<string>>;
}
