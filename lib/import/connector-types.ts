import type { ConnectorType } from './placement';
import { CLOUD_TYPES } from './types/clouds';
import { GIT_TYPES } from './types/git';
import { MONITORING_TYPES } from './types/monitoring';
import { OTHER_TYPES } from './types/others';
import { REGISTRY_TYPES } from './types/registries';
import { SECRET_TYPES } from './types/secrets';

/**
 * Every type of connector that Harness's schema has (harness/mcp-server:src/data/schemas/entities/connector.account.ts@59bfd120,
 * 2026-05-27), by its name there; resources of Terraform as in harness/terraform-provider-harness@cb1a0595, 2026-08-21.
 */
export const CONNECTOR_TYPES: Readonly<Record<string, ConnectorType>> = {
  ...CLOUD_TYPES,
  ...GIT_TYPES,
  ...MONITORING_TYPES,
  ...OTHER_TYPES,
  ...REGISTRY_TYPES,
  ...SECRET_TYPES,
};

const PREFIX = 'harness_platform_connector_' as string;
const BY_RESOURCE = new Map(
  Object.entries(CONNECTOR_TYPES).flatMap(([type, { terraform }]) =>
    terraform === undefined ? [] : [[`${PREFIX}${terraform}`, type] as const],
  ),
);

/** Type of a resource of Terraform, or its name where it is not known; `undefined` for what is no connector. */
export function typeOfResource(resource: string): string | undefined {
  return resource.startsWith(PREFIX) ? (BY_RESOURCE.get(resource) ?? resource) : undefined;
}

/** Resources of connectors of the first generation, which are out of date. */
export function isFirstGeneration(resource: string): boolean {
  return /^harness_(?:cloudprovider_|git_connector$)/.test(resource);
}

/** Fields that every connector may have. */
export const COMMON_PATHS = {
  api: ['executeOnDelegate', 'delegateSelectors', 'credential.spec.delegateSelectors', 'proxy'],
  terraform: [
    'execute_on_delegate',
    'delegate_selectors',
    'inherit_from_delegate.delegate_selectors',
    'manual.delegate_selectors',
    'irsa.delegate_selectors',
    'oidc_authentication.delegate_selectors',
    'credentials.delegate_selectors',
  ],
} as const;

/** Keys of the files around the connectors. */
const AROUND = [
  ...['status', 'code', 'data', 'content', 'connector', 'identifier', 'orgIdentifier', 'projectIdentifier', 'type'],
  ...['spec', 'totalPages', 'totalItems', 'pageIndex', 'harnessManaged', 'entityValidityDetails', 'valid'],
  ...['format_version', 'version', 'values', 'planned_values', 'root_module', 'child_modules', 'resources'],
  ...['address', 'mode', 'org_id', 'project_id', 'instances', 'attributes', 'name', 'module', 'index_key'],
];

/** Every key whose value may be kept; all others are dropped while a file is parsed. */
export const ALLOWED_KEYS: ReadonlySet<string> = new Set([
  ...AROUND,
  ...[...COMMON_PATHS.api, ...COMMON_PATHS.terraform].flatMap((path) => path.split('.')),
  ...Object.values(CONNECTOR_TYPES).flatMap(({ fields }) =>
    Object.values(fields).flatMap(({ api, terraform, blocks = {} }) =>
      [...api, ...terraform, ...Object.keys(blocks)].flatMap((path) => path.split('.')),
    ),
  ),
]);
