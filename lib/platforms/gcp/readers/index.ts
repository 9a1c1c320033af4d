import type { TemplateReader } from '../../../platform';
import { TerraformIndex, type TemplateFormat } from '../../../platform/template';
import { FIREWALL_POLICY, VPC_RULES } from '../targets';
import { GCLOUD } from './gcloud';
import { readGoogleRules, type GoogleChoice } from './terraform';

const TERRAFORM: TemplateReader = {
  kinds: ['Terraform configuration', 'Terraform plan or state', 'answer of gcloud'],
  choices: ['machines', 'network', 'policy'],
  read: (files, choices, collector) => {
    const own = readGoogleRules(new TerraformIndex(files), choices as GoogleChoice, collector);
    return own.length === 0
      ? undefined
      : own.some(({ type }) => type.includes('policy'))
        ? FIREWALL_POLICY.name
        : VPC_RULES.name;
  },
};

export const FORMATS: readonly TemplateFormat[] = [GCLOUD];

export const READERS: readonly TemplateReader[] = [TERRAFORM];
