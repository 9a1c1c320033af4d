import { join } from 'node:path';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { decode, encode, ExtData } from '@msgpack/msgpack';
import type { Environment } from './engines';
import { schemaOf, type Schema } from '../../test/support/bindings';

/**
 * Stands in for the google provider, which no registry of packages has: speaks the plugin protocol to Terraform, has the
 * schema that the bindings tell, and plans what is asked for. It knows no values: that `direction` is EGRESS or INGRESS,
 * how long a name may be, and what Google's API would say, only the provider itself knows.
 */
export interface StandIn {
  /** What lets Terraform and OpenTofu find it. */
  readonly environment: Environment;
  readonly close: () => void;
}

interface Value {
  readonly msgpack: Uint8Array;
}
type Handle<Request, Response> = (
  call: { readonly request: Request },
  done: (error: Error | null, response?: Response) => void,
) => void;

/** `google` alone is short for the first in Terraform, for the second in OpenTofu. */
const ADDRESSES = ['registry.terraform.io/hashicorp/google', 'registry.opentofu.org/hashicorp/google'];
/** Something that is known after apply, as Terraform writes it. */
const UNKNOWN = new ExtData(0, Uint8Array.of(0));

/** @param types - the resources that it knows */
export async function startStandIn(types: readonly string[]): Promise<StandIn> {
  const schemas = new Map(types.map((type) => [type, schemaOf(type)]));
  const plan: Handle<{ type_name: string; proposed_new_state: Value }, object> = ({ request }, done) => {
    const schema = schemas.get(request.type_name)!;
    done(null, { planned_state: planOf(schema, request.proposed_new_state) });
  };
  const nothing: Handle<unknown, object> = (_, done) => done(null, {});
  const prepare: Handle<{ config: Value }, object> = ({ request }, done) =>
    done(null, { prepared_config: request.config });
  const server = new Server();
  server.addService(serviceDefinition(), {
    GetSchema: ((_, done) => done(null, providerSchema(schemas))) satisfies Handle<unknown, object>,
    PrepareProviderConfig: prepare,
    ValidateResourceTypeConfig: nothing,
    Configure: nothing,
    PlanResourceChange: plan,
    Stop: nothing,
  });
  const port = await listen(server);
  return {
    environment: {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(ADDRESSES.map((address) => [address, reattach(port)]))),
    },
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

/** What is asked for, and everything that the provider would compute is known after apply. */
function planOf({ attributes }: Schema, { msgpack }: Value): Value {
  const state = decode(msgpack) as Record<string, unknown> | null;
  for (const { name, computed } of state === null ? [] : attributes) {
    if (computed && state![name] === null) {
      state![name] = UNKNOWN;
    }
  }
  return { msgpack: encode(state) };
}

function providerSchema(schemas: ReadonlyMap<string, Schema>): object {
  return {
    provider: { block: blockOf(schemaOf('google_provider')) },
    resource_schemas: Object.fromEntries([...schemas].map(([type, schema]) => [type, { block: blockOf(schema) }])),
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
