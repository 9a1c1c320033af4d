import { github } from 'projen';
import { HOME } from './home';

/** What GitHub runs: `.ci/run` for every change, and a release from what the changelog says. */

const { JobPermission: Permission } = github.workflows;
type Step = github.workflows.JobStep;
const { ActionRefs, WorkflowSteps } = github;

const RUNS_ON = ['ubuntu-latest'];
/** `.ci/run` deploys, validates and packs. */
const MINUTES = 90;
/** The oldest Node that is supported. */
const NODE = '20';
/** Has an npm that publishes without a token. */
const NODE_TO_PUBLISH = '24';
const TARBALL = 'release';

/** All commits, and no token for what runs after it. */
const CHECKOUT: Step = {
  uses: ActionRefs.ACTIONS_CHECKOUT,
  with: { 'fetch-depth': 0, 'persist-credentials': false },
};

function node(version: string, more: Readonly<Record<string, string>> = {}): Step {
  return { uses: ActionRefs.ACTIONS_SETUP_NODE, with: { 'node-version': version, ...more } };
}

/** Everything that must hold, in the same way on every machine. */
const CI: readonly Step[] = [
  { name: 'Everything that must hold', run: '.ci/run' },
  WorkflowSteps.uploadArtifact({
    if: '${{ failure() }}',
    with: { name: 'test-reports', path: 'test-reports', ifNoFilesFound: 'ignore' },
  }),
];

export function addBuildWorkflow(hub: github.GitHub): void {
  const workflow = new github.GithubWorkflow(hub, 'build', {
    limitConcurrency: true,
    concurrencyOptions: { group: '${{ github.workflow }}-${{ github.ref }}', cancelInProgress: true },
  });
  workflow.on({ pullRequest: {}, mergeGroup: {}, push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('build', {
    runsOn: RUNS_ON,
    timeoutMinutes: MINUTES,
    permissions: { contents: Permission.READ },
    steps: [CHECKOUT, node(NODE), ...CI],
  });
}

/** Packs with the version that the changelog says, publishes just this tarball, and tells GitHub of it. */
export function addReleaseWorkflow(hub: github.GitHub): void {
  const workflow = new github.GithubWorkflow(hub, 'release', { limitConcurrency: true });
  workflow.on({ push: { tags: ['v*'] }, workflowDispatch: {} });
  workflow.addJob('pack', {
    // A fork publishes nothing.
    if: `github.repository == '${HOME.repository}'`,
    runsOn: RUNS_ON,
    timeoutMinutes: MINUTES,
    permissions: { contents: Permission.READ },
    outputs: { version: { stepId: 'version', outputName: 'version' } },
    steps: [CHECKOUT, node(NODE), ...VERSION, ...CI, ...PACK],
  });
  workflow.addJob('publish', {
    needs: ['pack'],
    runsOn: RUNS_ON,
    timeoutMinutes: 10,
    environment: 'npm',
    permissions: { idToken: Permission.WRITE },
    steps: [
      WorkflowSteps.downloadArtifact({ with: { name: TARBALL, path: TARBALL } }),
      node(NODE_TO_PUBLISH, { 'registry-url': 'https://registry.npmjs.org' }),
      {
        name: 'Publish with provenance',
        run: `npm publish ./${TARBALL}/*.tgz --provenance --access public`,
        // For the first release; afterwards npm trusts this workflow, and the secret can go.
        env: { NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}' },
      },
    ],
  });
  workflow.addJob('github', {
    needs: ['pack', 'publish'],
    runsOn: RUNS_ON,
    timeoutMinutes: 10,
    permissions: { contents: Permission.WRITE },
    steps: [
      WorkflowSteps.downloadArtifact({ with: { name: TARBALL, path: TARBALL } }),
      {
        name: 'Tag and release',
        run: `gh release create "v$VERSION" ./${TARBALL}/*.tgz --target "$GITHUB_SHA" --title "v$VERSION" --notes-file ${TARBALL}/notes.md`,
        env: {
          GH_TOKEN: '${{ github.token }}',
          GH_REPO: '${{ github.repository }}',
          VERSION: '${{ needs.pack.outputs.version }}',
        },
      },
    ],
  });
}

/** Before anything that takes long. */
const VERSION: readonly Step[] = [
  { name: 'Install', run: 'npm ci' },
  {
    name: 'The version that the changelog says',
    id: 'version',
    run: [
      'version=$(npm run --silent changelog -- latest)',
      'if [ "$GITHUB_REF_TYPE" = tag ]; then',
      '  if [ "$GITHUB_REF_NAME" != "v$version" ]; then',
      '    echo "::error::the tag is $GITHUB_REF_NAME, and the newest version of CHANGELOG.md is $version; tag v$version"',
      '    exit 1',
      '  fi',
      'elif git rev-parse --quiet --verify "refs/tags/v$version" > /dev/null; then',
      '  echo "::error::$version, the newest version of CHANGELOG.md, is released; run \\"npm run changelog -- release\\" first"',
      '  exit 1',
      'fi',
      'echo "version=$version" >> "$GITHUB_OUTPUT"',
    ].join('\n'),
  },
];

const PACK: readonly Step[] = [
  {
    name: 'Pack',
    run: [
      `mkdir ${TARBALL}`,
      `npm run --silent changelog -- notes > ${TARBALL}/notes.md`,
      'npm version "$VERSION" --no-git-tag-version',
      `npm pack --pack-destination ${TARBALL}`,
    ].join('\n'),
    env: { VERSION: '${{ steps.version.outputs.version }}' },
  },
  WorkflowSteps.uploadArtifact({ with: { name: TARBALL, path: TARBALL } }),
];

/** What a title of a pull request may begin with. */
export const COMMIT_TYPES = ['feat', 'fix', 'perf', 'refactor', 'test', 'docs', 'build', 'style', 'chore'];
