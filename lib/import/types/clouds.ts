import { ARN_OF_ROLE, azureCloud, notesOnCloud } from './forms';
import { groupBy } from '../../base';
import { destinationOf } from '../address';
import {
  at,
  blocks,
  custom,
  entries,
  entry,
  field,
  second,
  withAddress,
  type ConnectorType,
  type Placement,
  type Values,
} from '../placement';

/** Connectors of clouds, clusters and machines. */

const FEATURES = 'the connector does not say what it is used for: add the rows of the services';
const NO_MACHINES = '`machines: []` opens nothing to machines: name those that Harness deploys to';

const OIDC_OF_GOOGLE = 'OIDC needs sts.googleapis.com and iamcredentials.googleapis.com, which the row has';

function placeCluster(values: Values): Placement {
  const kind = values.text('credential');
  if (kind === 'InheritFromDelegate') {
    return entries(
      entry(
        'kubernetes-cluster',
        { inherit: true },
        { notes: ['the cluster of the delegate itself; RECOMMENDED needs `namespaces`'] },
      ),
    );
  }
  const { address: issuer, notes } = second(values, 'issuer');
  return withAddress(values, 'masterUrl', (address) =>
    entries(
      { ...at('kubernetes-cluster', address), notes },
      ...(issuer === undefined
        ? []
        : [custom('gives the token for a cluster (OpenID Connect)', issuer, { suffix: 'oidc' })]),
    ),
  );
}

function placeAws(values: Values): Placement {
  const kind = values.text('credential');
  const roles = values.formed('assumedRole', ARN_OF_ROLE);
  const own = entry(
    'aws-cloud',
    {
      ...(roles.length === 0 ? {} : { assumeRoles: roles }),
      ...(kind === 'ManualConfig' ? { accessKeys: true } : {}),
    },
    {
      notes: [
        `${FEATURES}, such as \`aws-s3\`, \`aws-ecr\` or \`aws-eks\``,
        ...values.notFormed({ assumedRole: ARN_OF_ROLE }),
      ],
    },
  );
  if (kind !== 'CredentialBroker') {
    return entries(own);
  }
  const { address: broker, notes } = second(values, 'brokerUrl');
  return entries(
    { ...own, notes: [...(own.notes ?? []), ...notes] },
    ...(broker === undefined ? [] : [custom('the broker that gives credentials of AWS', broker, { suffix: 'broker' })]),
  );
}

/** Ports of credentials, by the switches of the row. */
const SWITCHES: Readonly<Record<string, string>> = { 22: 'ssh', 5985: 'winRm', 5986: 'winRmTls' };

/** An entry for the hosts of each port: that of a host without one is in the credential. */
function placeMachines(values: Values): Placement {
  const hosts = values.all('hosts').map((host) => {
    const [, name = host, port = ''] = /^([^:]+):(\d{1,5})$/.exec(host.trim()) ?? [];
    return { name: name.trim().toLowerCase(), port };
  });
  if (hosts.length === 0) {
    return { cannot: 'it names no host', fix: 'write its entry by hand, with `machines`' };
  }
  if (hosts.some(({ name }) => !/^[a-z0-9_.:-]+$/.test(name))) {
    return { cannot: 'one of its hosts is no name and no address', fix: 'write its entry by hand, with `machines`' };
  }
  const groups = groupBy(hosts, ({ port }) => port);
  return entries(
    ...[...groups].map(([port, some]) => {
      const machines = [...new Set(some.map(({ name }) => name))].sort().map(destinationOf);
      const word = SWITCHES[port];
      const suffix = groups.size === 1 ? {} : { suffix: port === '' ? 'rest' : port };
      return port === ''
        ? entry(
            'physical-data-center',
            { machines },
            {
              ...suffix,
              missing: '`ssh`, `winRm` or `winRmTls`: the port is in the credential, not in the connector',
            },
          )
        : entry(
            'physical-data-center',
            { machines, ...(word === undefined ? { ports: [Number(port)] } : { [word]: true }) },
            suffix,
          );
    }),
  );
}

export const CLOUD_TYPES: Readonly<Record<string, ConnectorType>> = {
  K8sCluster: {
    terraform: 'kubernetes',
    fields: {
      credential: blocks('credential.type', {
        inherit_from_delegate: 'InheritFromDelegate',
        client_key_cert: 'ManualConfig',
        service_account: 'ManualConfig',
        username_password: 'ManualConfig',
        openid_connect: 'ManualConfig',
      }),
      masterUrl: field('credential.spec.masterUrl', [
        'client_key_cert.master_url',
        'service_account.master_url',
        'username_password.master_url',
        'openid_connect.master_url',
      ]),
      issuer: field('credential.spec.auth.spec.oidcIssuerUrl', 'openid_connect.issuer_url'),
    },
    place: placeCluster,
  },
  Aws: {
    terraform: 'aws',
    fields: {
      credential: blocks('credential.type', {
        inherit_from_delegate: 'InheritFromDelegate',
        manual: 'ManualConfig',
        irsa: 'Irsa',
        oidc_authentication: 'OidcAuthentication',
      }),
      assumedRole: field('credential.crossAccountAccess.crossAccountRoleArn', 'cross_account_access.role_arn'),
      brokerUrl: field('credential.spec.url'),
    },
    place: placeAws,
  },
  Gcp: {
    terraform: 'gcp',
    fields: {
      credential: blocks('credential.type', {
        inherit_from_delegate: 'InheritFromDelegate',
        manual: 'ManualConfig',
        oidc_authentication: 'OidcAuthentication',
      }),
    },
    place: (values) =>
      entries(
        entry(
          'gcp',
          { machines: [] },
          {
            notes: [
              NO_MACHINES,
              `${FEATURES}, or its scopes (\`gke\`, \`buckets\`, \`repositories\`)`,
              ...(values.text('credential') === 'OidcAuthentication' ? [OIDC_OF_GOOGLE] : []),
            ],
          },
        ),
      ),
  },
  Azure: {
    terraform: 'azure_cloud_provider',
    fields: { cloud: field('azureEnvironmentType', 'azure_environment_type') },
    place: (values) =>
      entries(
        entry(
          'azure',
          { cloud: azureCloud(values), machines: [] },
          { notes: [NO_MACHINES, FEATURES, ...notesOnCloud(values)] },
        ),
      ),
  },
  Pdc: {
    terraform: 'pdc',
    fields: { hosts: field('hosts.hostname', 'host.hostname') },
    place: placeMachines,
  },
  Rancher: {
    terraform: 'rancher',
    fields: { rancherUrl: field('credential.spec.rancherUrl', ['rancher_url', 'bearer_token.rancher_url']) },
    place: (values) => withAddress(values, 'rancherUrl', (address) => entries(at('rancher', address))),
  },
  Tas: {
    terraform: 'tas',
    fields: {
      endpointUrl: field('credential.spec.endpointUrl', 'credentials.tas_manual_details.endpoint_url'),
    },
    place: (values) =>
      withAddress(values, 'endpointUrl', (address) => {
        const domain = /^api\.(.+\..+)$/.exec(address.host)?.[1];
        const to = domain === undefined ? [destinationOf(address.host)] : [`*.${domain}`];
        return entries(
          entry(
            'tanzu-application-service',
            { to, ports: [address.port] },
            {
              notes: domain === undefined ? [] : ['login and uaa are siblings of the address of the API'],
            },
          ),
        );
      }),
  },
  Spot: {
    terraform: 'spot',
    fields: {},
    place: () => entries(custom('the API of Spot', { host: 'api.spotinst.io', port: 443, hasPort: false })),
  },
  TerraformCloud: {
    terraform: 'terraform_cloud',
    fields: { terraformCloudUrl: field('terraformCloudUrl', 'url') },
    place: (values) =>
      withAddress(values, 'terraformCloudUrl', (address) => {
        if (address.host === 'app.terraform.io') {
          return entries(entry('terraform-cloud'));
        }
        return entries(
          address.host === 'app.eu.terraform.io'
            ? entry('terraform-cloud', { hosting: 'saas-eu' })
            : at('terraform-cloud', address),
        );
      }),
  },
};
