import { AccessError, show } from '../base';
import { refKey, scopeOf, type Connector } from './connector';
import { CONNECTOR_TYPES, isFirstGeneration, typeOfResource } from './connector-types';
import type { Page } from './pages';
import { prune } from './prune';
import { readJson } from './read-json';
import { readYaml } from './read-yaml';

/** Connectors of a file: an answer of Harness's API, a state or plan of Terraform, or YAML of the Git experience. */

/** A file with connectors. */
export interface ConnectorFile {
  /** Its name, in comments and reports. */
  readonly name: string;
  readonly text: string;
}

/** Connectors of a file, and what is not right with it. */
export interface ReadFile {
  readonly connectors: readonly Connector[];
  /** Pages of answers that are there. */
  readonly pages: readonly Page[];
  /** Resources of the first generation, which are not read. */
  readonly outOfDate: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const NOTHING: ReadFile = { connectors: [], pages: [], outOfDate: [] };

/** @throws AccessError `InvalidConnectors`, `HarnessError` */
export function readFile({ name, text }: ConnectorFile): ReadFile {
  const begin = text.trimStart().slice(0, 1000);
  if (begin === '') {
    throw AccessError.of('InvalidConnectors', 'it is empty; write the answer, the state or the connector to it');
  }
  if (begin.startsWith('<')) {
    throw AccessError.of(
      'InvalidConnectors',
      'it is a page of HTML or XML, as a proxy or a sign-in answers; fetch it with the header `x-api-key`, and look at the answer',
    );
  }
  const body = text.replace(/^\ufeff/, '');
  const documents = /^[[{]/.test(begin) ? [readJson(body)] : readYaml(body);
  const found = documents.flatMap((document, i) => {
    const from = documents.length === 1 ? name : `${name} (document ${i + 1})`;
    return (Array.isArray(document) ? (document as unknown[]) : [document]).map((one) => readDocument(one, from));
  });
  if (found.every((one) => one === undefined)) {
    throw AccessError.of(
      'InvalidConnectors',
      'it has no connectors: an answer of `/ng/api/connectors`, `terraform show -json`, a state, or YAML with the key `connector`',
    );
  }
  return found.reduce<ReadFile>(
    (all, one = NOTHING) => ({
      connectors: [...all.connectors, ...one.connectors],
      pages: [...all.pages, ...one.pages],
      outOfDate: [...all.outOfDate, ...one.outOfDate],
    }),
    NOTHING,
  );
}

/** `undefined` for a document of another kind. */
function readDocument(value: unknown, from: string): ReadFile | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const isError =
    typeof value.status === 'string'
      ? /^(?:ERROR|FAILURE)$/i.test(value.status)
      : typeof value.code === 'string' && value.data === undefined && value.connector === undefined;
  if (isError) {
    const code = typeof value.code === 'string' && /^[A-Z_]{1,60}$/.test(value.code) ? ` ${value.code}` : '';
    throw AccessError.of(
      'HarnessError',
      `it is an error${code} that Harness answered; check the API key, the account and its scopes, and fetch it again`,
    );
  }
  const module = [value.values, value.planned_values].find((state) => isFields(state) && isFields(state.root_module));
  if (module !== undefined) {
    return ofTerraform(resourcesIn((module as Fields).root_module as Fields), from);
  }
  if (Array.isArray(value.resources)) {
    return ofTerraform((value.resources as unknown[]).filter(isFields).flatMap(instancesOf), from);
  }
  return isFields(value.connector) || isFields(value.data) || Array.isArray(value.content)
    ? ofApi(isFields(value.data) ? value.data : value, from)
    : undefined;
}

function ofApi(data: Fields, from: string): ReadFile {
  const list = Array.isArray(data.content) ? (data.content as unknown[]).filter(isFields) : [data];
  const { pageIndex, totalPages } = data;
  const connectors = list.flatMap((one) => (isFields(one.connector) ? [connectorOf(one, one.connector, from)] : []));
  const isPage = typeof pageIndex === 'number' && typeof totalPages === 'number';
  return {
    ...NOTHING,
    connectors,
    pages: isPage ? [{ index: pageIndex, total: totalPages, connectors: connectors.map(refKey).join(' ') }] : [],
  };
}

function connectorOf(around: Fields, connector: Fields, from: string): Connector {
  const type = textOf(connector.type);
  const validity = around.entityValidityDetails;
  return {
    scope: scopeOf(connector.orgIdentifier, connector.projectIdentifier),
    identifier: textOf(connector.identifier),
    type,
    from,
    form: 'api',
    values: prune(connector.spec, 'api', fieldsOf(type)),
    ...(around.harnessManaged === true ? { isOfHarness: true } : {}),
    ...(isFields(validity) && validity.valid === false ? { isInvalid: true } : {}),
  };
}

/** A module with the modules below it; a state has some ten of them, one below the other. */
function resourcesIn({ resources, child_modules: children }: Fields, depth = 0): Fields[] {
  const below = Array.isArray(children) && depth < 50 ? (children as unknown[]).filter(isFields) : [];
  return [
    ...(Array.isArray(resources) ? (resources as unknown[]).filter(isFields) : []),
    ...below.flatMap((child) => resourcesIn(child, depth + 1)),
  ];
}

/** Instances of a resource in a state file, in the shape of `terraform show -json`. */
function instancesOf({ type, name, module, mode, instances }: Fields): Fields[] {
  const all = Array.isArray(instances) ? (instances as unknown[]).filter(isFields) : [];
  const prefix = typeof module === 'string' ? `${module}.` : '';
  return all.map(({ attributes, index_key: index }) => ({
    type,
    mode,
    address: `${prefix}${textOf(type)}.${textOf(name)}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
    values: attributes,
  }));
}

function ofTerraform(resources: readonly Fields[], from: string): ReadFile {
  const managed = resources.filter(({ mode }) => mode !== 'data');
  return {
    ...NOTHING,
    connectors: managed.flatMap((resource) => {
      const type = typeOfResource(textOf(resource.type));
      return type === undefined ? [] : [ofResource(resource, type, from)];
    }),
    outOfDate: managed.filter(({ type }) => isFirstGeneration(textOf(type))).map(({ address }) => textOf(address)),
  };
}

function ofResource({ address, values }: Fields, type: string, from: string): Connector {
  const all = isFields(values) ? values : {};
  return {
    scope: scopeOf(all.org_id, all.project_id),
    identifier: textOf(all.identifier) || textOf(address),
    type,
    from: `${from} (${textOf(address)})`,
    form: 'terraform',
    values: prune(all, 'terraform', fieldsOf(type)),
  };
}

function fieldsOf(type: string): (typeof CONNECTOR_TYPES)[string]['fields'] {
  return Object.hasOwn(CONNECTOR_TYPES, type) ? CONNECTOR_TYPES[type]!.fields : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A file that could not be read, with its name. */
export function inFile(name: string, error: AccessError): AccessError['problems'] {
  return error.problems.map(({ code, message }) => ({ code, message: `${show(name)}: ${message}` }));
}
