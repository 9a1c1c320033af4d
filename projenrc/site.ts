import { JsonFile, type Project } from 'projen';
import { HOME_URL } from './home';

/** Types that users meet and never name. */
const UNNAMED = [
  'lib/catalog/kind.ts:Kind',
  'lib/catalog/types.ts:CLOUDS',
  'lib/catalog/types.ts:Row',
  'lib/connection/connection.ts:Arguments',
  'lib/connections/index.ts:CONNECTIONS',
  'lib/connections/scope.ts:Scope',
  'lib/plan/finding-log.ts:FindingLog',
  'lib/plan/reach.ts:Given',
  'lib/platform/platform.ts:TargetRemark',
  'lib/platform/template/outgoing.ts:MayOpen',
];

/** Settings of TypeDoc: the API of every entry point, and the pages of `docs`. @param entryPoints sources in `lib`, without extension */
export function addSite(project: Project, entryPoints: readonly string[]): void {
  new JsonFile(project, 'typedoc.json', {
    marker: false,
    obj: {
      $schema: 'https://typedoc.org/schema.json',
      name: project.name,
      entryPoints: entryPoints.map((file) => `lib/${file}.ts`),
      tsconfig: 'tsconfig.json',
      // Ignored by git, the compiler and lint.
      out: 'artifacts/site',
      readme: 'README.md',
      projectDocuments: ['docs/*.md', 'docs/decisions/*.md', '{ARCHITECTURE,CHANGELOG,CONNECTIONS,CONTRIBUTING}.md'],
      sourceLinkTemplate: `${HOME_URL}/blob/main/{path}#L{line}`,
      disableGit: true,
      excludeInternal: true,
      excludePrivate: true,
      excludeExternals: true,
      navigationLinks: { Repository: HOME_URL },
      highlightLanguages: [
        'diff',
        'hcl',
        'html',
        'javascript',
        'json',
        'jsonc',
        'markdown',
        'sh',
        'typescript',
        'yaml',
      ],
      intentionallyNotExported: UNNAMED,
      treatWarningsAsErrors: true,
    },
  });
}
