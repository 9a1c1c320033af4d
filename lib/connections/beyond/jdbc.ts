import { list, object } from '../../base';
import { fromUser, recorded, terraformConnector, VENDOR } from '../../catalog';
import { statement } from '../../catalog/aws-templates';
import { role } from '../../catalog/gcp-templates';
import { ports } from '../../network';
import { AWS_PLACE, awsValues } from '../aws-props';
import { awsName, dbResourceId, googleId } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE, scopeSwitch } from '../props';
import { known, on } from '../scope';

const PAGE = recorded(
  'https://developer.harness.io/database-devops/setup-db-devops/jdbc-connection-string/set-up-connectors',
);

const RDS_USER = object('RdsUserScope', {
  resourceId: dbResourceId.required().doc('Resource id of the database, such as `db-ABCDEFGHIJKL01234`.'),
  user: awsName.required().doc('User of the database.'),
});

export default connection({
  id: 'jdbc',
  title: 'JDBC',
  page: PAGE,
  factory: 'jdbc',
  summary: 'the port is that of the database, so `ports` is needed.',
  props: AWS_PLACE.extend('JdbcProps', {
    ports: ports
      .required()
      .doc('Port of the address: 5432 PostgreSQL, 3306 MySQL, 1433 SQL Server, 1521 Oracle, 27017 MongoDB by default.'),
    rdsUsers: list(RDS_USER).for(SCOPE).doc('RECOMMENDED only: users of RDS that sign in by IAM.', '- none'),
    cloudSql: scopeSwitch('RECOMMENDED only: Cloud SQL signs in by IAM.'),
    spanner: scopeSwitch('RECOMMENDED only: the database is Spanner, with `to: ["spanner.googleapis.com"]`.'),
    project: googleId.doc('Project in which the roles of Google Cloud are granted.', '- the project of the construct'),
  }),
  scope: (values) => ({
    flags: new Set(on({ cloudSql: values.cloudSql, spanner: values.spanner })),
    values: { ...awsValues(values), ...known({ project: values.project }) },
    items: { rdsUsers: (values.rdsUsers ?? []).map(({ resourceId, user }) => ({ resourceId, user })) },
  }),
  statements: [
    fromUser('ports', 5432, 'service', 'left open', 'the port of the address of the database', [
      PAGE,
      terraformConnector('jdbc'),
    ]),
  ],
  credentials: [
    {
      what: 'a user of the database and a password, a key pair, a service account, a Kerberos principal, IAM or OIDC',
      source: PAGE,
    },
  ],
  permissions: {
    documented: [],
    recommended: [
      statement(VENDOR.awsActions('rds-db'), {
        sid: 'HarnessRdsConnect',
        each: { items: 'rdsUsers' },
        actions: ['rds-db:connect'],
        resources: ['arn:{partition}:rds-db:{region}:{account}:dbuser:{resourceId}/{user}'],
      }),
      role('roles/cloudsql.client', 'Cloud SQL Client', 'project', { when: 'cloudSql' }),
      role('roles/cloudsql.instanceUser', 'Cloud SQL Instance User', 'project', { when: 'cloudSql' }),
      role('roles/spanner.databaseUser', 'Cloud Spanner Database User', 'project', { when: 'spanner' }),
    ],
  },
  remarks: [
    {
      text: 'pods or machines of the build infrastructure run the migrations, so they need the port as well',
      source: PAGE,
    },
    { text: 'an address of mongodb+srv hides its hosts and ports behind DNS', source: PAGE },
  ],
});
