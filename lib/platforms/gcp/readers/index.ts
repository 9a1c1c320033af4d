import type { TemplateReader } from '../../../platform';
import { TerraformIndex, type TemplateFormat } from '../../../platform/template';
import { FIREWALL_POLICY, VPC_RULES } from '../targets';
import { GCLOUD } from './gcloud';
import { isPolicyAnswer, readGrants } from './grants';
import { readGoogleRules, type GoogleChoice } from './terraform';

const TERRAFORM: TemplateReader = {
  kinds: ['Terraform configuration', 'Terraform plan or state', 'answer of gcloud'],
  choices: ['machines', 'network', 'policy', 'account'],
  read: (files, choices, collector) => {
    const index = new TerraformIndex(files);
    readGrants(index, choices as Readonly<Record<string, string | undefined>>, collector);
    collector.isNetwork = files.some(({ value }) => !isPolicyAnswer(value));
    const own = readGoogleRules(index, choices as GoogleChoice, collector);
    return own.length === 0
      ? collector.permissions && VPC_RULES.name
      : own.some(({ type }) => type.includes('policy'))
        ? FIREWALL_POLICY.name
        : VPC_RULES.name;
  },
};

export const FORMATS: readonly TemplateFormat[] = [GCLOUD];

export const READERS: readonly TemplateReader[] = [TERRAFORM];
