import { MANIFESTS } from './manifests';
import { POLICIES } from './reader';
import type { TemplateReader } from '../../../platform';
import type { TemplateFormat } from '../../../platform/template';

export const FORMATS: readonly TemplateFormat[] = [MANIFESTS];
export const READERS: readonly TemplateReader[] = [POLICIES];
