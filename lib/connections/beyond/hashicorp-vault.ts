import { clearOrTls, HARNESS, hub, notInTable, recorded } from '../../catalog';
import { connection } from '../definition';
import { PORTS } from '../props';

const PAGE = hub('platform/secrets/secrets-management/add-hashicorp-vault.md', '047b8b9e');
const LISTENER = recorded('hashicorp/vault:website/content/docs/configuration/listener/tcp.mdx@03560253');

export default connection({
  id: 'hashicorp-vault',
  title: 'HashiCorp Vault',
  page: PAGE,
  factory: 'hashiCorpVault',
  summary: '8200 to your Vault; for a load balancer before it set `ports: [443]`.',
  props: PORTS,
  statements: [
    notInTable(
      8200,
      'service',
      'missing',
      "Vault's own listener, in TLS unless it is switched off; the page has the port of the address alone",
      [LISTENER, PAGE],
      { speaks: clearOrTls(LISTENER) },
    ),
  ],
  credentials: [
    {
      what: 'a policy on the path of the secret engine (create, read, update, list and delete; read and list where it is read only), read on sys/mounts, read and update on auth/token/renew-self; then an AppRole, a periodic token, a file of an agent, an IAM role that is bound in Vault, a Kubernetes role or a JWT role',
      source: PAGE,
    },
  ],
  remarks: [
    {
      text: 'a secret manager that is not read only is tested by writing a secret',
      source: PAGE,
    },
    {
      text: 'with an IAM role Vault asks STS, not the delegate; the delegate needs an identity of its own and no permission',
      source: PAGE,
    },
    {
      text: 'with JWT it is Vault that reaches the OIDC document of Harness',
      source: HARNESS.connectorSchema,
    },
  ],
});
