import { choice } from '../../base';
import { host, onPage, recorded, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { PORTS } from '../props';

const PAGE = terraformConnector('terraform_cloud');
const ARCHIVIST = recorded('archivist.terraform.io in public repositories');

export default connection({
  id: 'terraform-cloud',
  title: 'Terraform Cloud',
  page: PAGE,
  factory: 'terraformCloud',
  summary: '443 to Terraform Cloud or to your Terraform Enterprise.',
  props: PORTS.extend('TerraformCloudProps', {
    hosting: choice(['saas', 'saas-eu', 'own']).doc(
      'Terraform Cloud, its EU region, or your Terraform Enterprise.',
      '- `own` when `to` is set, `saas` otherwise',
    ),
  }),
  hosting: ['saas', 'saas-eu', 'own'],
  statements: [
    onPage(443, { 'saas': 'api', 'saas-eu': 'api', 'own': 'service' }, 'the API, plans and logs, in TLS', [PAGE]),
  ],
  hosts: [
    host('app.terraform.io', 'the API', PAGE, { hosting: 'saas' }),
    host('app.eu.terraform.io', 'the API of the EU region (from general knowledge, unverified)', PAGE, {
      hosting: 'saas-eu',
    }),
    ...['saas', 'saas-eu'].map((hosting) =>
      host('archivist.terraform.io', 'states, plans, logs and configurations', ARCHIVIST, { hosting }),
    ),
  ],
  credentials: [{ what: 'an API token of a user or a team', source: PAGE }],
  remarks: [{ text: 'plans and logs come from another host than that of the API', source: ARCHIVIST }],
});
