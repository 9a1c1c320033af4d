/** Every row of the table, least-privilege, on Google Cloud. */
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { everyRow } from '../../test/support/every-row';
import { Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

const app = new App({ outdir: process.env.BENCH_OUT! });
const stack = new TerraformStack(app, 'delegate');
new GoogleProvider(stack, 'google', { project: 'acme-prod' });

new DelegateAccess(stack, 'access', {
  name: 'delegate',
  project: 'acme-prod',
  network: 'prod',
  connections: everyRow(),
  profile: Profile.RECOMMENDED,
  asOf: '2026-11-24',
  // The program by hand writes none.
  review: process.env.BENCH_REVIEW === '1',
});

app.synth();
