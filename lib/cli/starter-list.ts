/** The list that `init` writes: two connections that work as they are, and examples that work when they are un-commented. */

/** One thing to know, and how it is written. */
export interface Block {
  readonly about: string;
  readonly yaml: string;
  /** Commented out. */
  readonly isExample: boolean;
  /** Inside `connections`. */
  readonly isConnection: boolean;
}

const option = (about: string, yaml: string): Block => ({ about, yaml, isExample: true, isConnection: false });
const entry = (about: string, yaml: string, isExample = true): Block => ({
  about,
  yaml,
  isExample,
  isConnection: true,
});

export const BLOCKS: readonly Block[] = [
  option(
    "What to open. documented (the default): what Harness's table says; recommended: what each service requires.",
    'profile: recommended',
  ),
  option(
    'How each kind of destination is reached from your network.',
    `reach:
  selfHosted: [10.0.3.0/24]     # services that you host, for connections without \`to\`
  machines: [10.0.16.0/20]      # machines, for connections without \`machines\`
  proxy: { to: [10.0.1.5/32], ports: [3128] } # your HTTP proxy
  saas: proxy                   # vendors' APIs, instead of any address
  harness: proxy                # Harness itself
  awsServices: [10.0.2.0/24]    # AWS APIs: the subnets of your interface endpoints
  dns: [10.0.0.53/32]           # resolvers of your own`,
  ),
  option(
    'Findings that you acknowledge; `explain <finding>` says what one means, and `until: <date>` ends it.',
    `acknowledged:
  - finding: PortOnlyEgress
    connection: github-repo
    reason: who decided it, and why`,
  ),
  entry("A vendor's API.", '- github-repo', false),
  entry('A service that you host: set `to` to its addresses.', '- jenkins: { to: [10.0.3.7/32] }', false),
  entry("Other vendors' APIs.", '- datadog: { site: datadoghq.eu }\n- new-relic: { region: eu }'),
  entry(
    'Other services that you host; `ports` override the table, `inherit: true` is the cluster of the delegate.',
    `- nexus: { to: [10.0.3.8/32] }
- kubernetes-cluster: { to: [10.20.0.0/28], ports: [6443] }
- smtp: { to: [10.0.5.25/32], ports: [587] }`,
  ),
  entry('Machines that the delegate logs in to.', '- winrm: { machines: [10.0.32.0/22] }'),
  entry(
    'AWS, with the scopes to which its permissions are limited.',
    `- aws-s3:
    regions: [eu-west-1]
    buckets:
      - release-artifacts
      - { name: build-output, access: readWrite, prefix: builds/ }`,
  ),
  entry('Google Cloud: its APIs, and no machines.', '- gcp: { gke: rbac, buckets: [acme-artifacts], machines: [] }'),
  entry(
    "A service that Harness's table does not have.",
    `- custom:
    name: vault
    to: [10.0.9.0/24]
    ports: [8200]
    reason: HashiCorp Vault, where the pipelines read their secrets`,
  ),
];

/** @param schema where the editor finds the schema, as seen from the list */
export function starterList(schema: string): string {
  const options = BLOCKS.filter(({ isConnection }) => !isConnection).map((block) => blockText(block, ''));
  const entries = BLOCKS.filter(({ isConnection }) => isConnection).map((block) => blockText(block, '  '));
  return [
    `# yaml-language-server: $schema=${schema}
# The connections of your Harness Delegate: what is not in this list stays closed.
# The examples work as they are: remove the \`# \` before each line of one, and change its values.
# \`harness-delegate-access list\` shows every connection, \`list --search <word>\` finds one.`,
    ...options,
    `connections:\n${entries.join('\n\n')}`,
  ]
    .map((text) => `${text}\n`)
    .join('\n');
}

/** A block as the file has it. */
export function blockText({ about, yaml, isExample }: Block, indent: string): string {
  const comment = isExample ? '# ' : '';
  const lines = [`# ${about}`, ...yaml.split('\n').map((line) => `${comment}${line}`)];
  return lines.map((line) => `${indent}${line}`).join('\n');
}
