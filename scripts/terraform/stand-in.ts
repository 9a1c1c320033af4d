import { join } from 'node:path';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Environment } from './engines';
import { schemaOf, type Schema } from '../../test/support/bindings';

/**
 * Replaces the google provider, which no registry of packages has: tells Terraform the schema of the bindings, and
 * keeps what Terraform made of each resource. It knows no values: that `direction` is EGRESS or INGRESS, how long a name
 * may be, and what Google's API would say, only the provider itself knows.
 */
export interface StandIn {
  /** Environment with which Terraform and OpenTofu find it. */
  readonly environment: Environment;
  /** Resources that it was asked about since the last call, with every expression evaluated, as MessagePack. */
  readonly takeEvaluated: () => Buffer[];
  readonly close: () => void;
}

interface Request {
  readonly config: { readonly msgpack: Buffer };
}
type Handle = (call: { readonly request: Request }, done: (error: null, response: object) => void) => void;

/** `google` alone is short for the first in Terraform, for the second in OpenTofu. */
const ADDRESSES = ['registry.terraform.io/hashicorp/google', 'registry.opentofu.org/hashicorp/google'];

/** @param types - the resources that it knows */
export async function startStandIn(types: readonly string[]): Promise<StandIn> {
  const evaluated: Buffer[] = [];
  const answer =
    (respond: (request: Request) => object): Handle =>
    ({ request }, done) =>
      done(null, respond(request));
  const server = new Server();
  server.addService(serviceDefinition(), {
    GetSchema: answer(() => providerSchema(types)),
    PrepareProviderConfig: answer(({ config }) => ({ prepared_config: config })),
    ValidateResourceTypeConfig: answer(({ config }) => {
      evaluated.push(config.msgpack);
      return {};
    }),
  });
  const port = await listen(server);
  return {
    environment: {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(ADDRESSES.map((address) => [address, reattach(port)]))),
    },
    takeEvaluated: () => evaluated.splice(0),
    close: () => server.forceShutdown(),
  };
}

function serviceDefinition(): ServiceClientConstructor['service'] {
  const definition = loadSync(join(__dirname, 'plugin.proto'), { keepCase: true });
  const { Provider } = loadPackageDefinition(definition).tfplugin5 as GrpcObject;
  return (Provider as ServiceClientConstructor).service;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
}

/** `Test` keeps Terraform from ending this process when it is done. */
function reattach(port: number): object {
  return {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  };
}

function providerSchema(types: readonly string[]): object {
  return {
    provider: { block: blockOf(schemaOf('google_provider')) },
    resource_schemas: Object.fromEntries(types.map((type) => [type, { block: blockOf(schemaOf(type)) }])),
  };
}

function blockOf({ attributes, blocks }: Schema): object {
  return {
    attributes: attributes.map(({ name, type, required, computed, readOnly, deprecated }) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      required,
      optional: !required && !readOnly,
      computed,
      deprecated,
    })),
    block_types: blocks.map(({ name, nesting, required, many, block }) => ({
      type_name: name,
      block: blockOf(block),
      nesting: nesting.toUpperCase(),
      min_items: nesting !== 'single' && required ? 1 : 0,
      max_items: nesting !== 'single' && !many ? 1 : 0,
    })),
  };
}
