import { Renovatebot, RenovatebotScheduleInterval, type Project } from 'projen';

/**
 * Updates: ranges where they are written, the lock file every week, and the actions of the examples. What projen writes
 * is not touched: actions of our workflows come with projen.
 */
export function addRenovate(project: Project): void {
  new Renovatebot(project, {
    scheduleInterval: [RenovatebotScheduleInterval.WEEKLY],
    minimumReleaseAge: '3 days',
    labels: ['dependencies'],
    overrideConfig: {
      'extends': ['config:recommended', 'helpers:pinGitHubActionDigests', ':semanticCommits', 'group:allNonMajor'],
      'semanticCommitType': 'build',
      'lockFileMaintenance': { enabled: true, schedule: [RenovatebotScheduleInterval.WEEKLY] },
      'github-actions': { managerFilePatterns: ['/^examples/github-actions/.+\\.ya?ml$/'] },
      'customManagers': [
        {
          customType: 'regex',
          description: 'Ranges in .projenrc.ts; `npx projen` on the branch takes them over.',
          managerFilePatterns: ['/^\\.projenrc\\.ts$/'],
          matchStrings: ["'(?<depName>(?:@[\\w.-]+/)?[\\w.-]+)@(?<currentValue>[~^]\\d[\\w.-]*)',"],
          datasourceTemplate: 'npm',
          versioningTemplate: 'npm',
        },
      ],
      'packageRules': [
        { description: 'Written by projen.', matchFileNames: ['.github/workflows/**'], enabled: false },
        {
          description: 'Written by projen; the lock file is not.',
          matchManagers: ['npm'],
          matchUpdateTypes: ['major', 'minor', 'patch', 'pin', 'digest', 'rollback', 'replacement', 'bump'],
          enabled: false,
        },
        {
          description: 'What a range takes comes with the lock file.',
          matchManagers: ['custom.regex'],
          rangeStrategy: 'replace',
        },
        { matchUpdateTypes: ['major'], dependencyDashboardApproval: true },
        {
          description: 'The oldest Node that is supported.',
          matchPackageNames: ['@types/node'],
          allowedVersions: '<21',
        },
        { description: 'cdktn takes none from 10.8 on.', matchPackageNames: ['constructs'], enabled: false },
      ],
      // Of projen, which would keep the actions of the examples as they are.
      'ignoreDeps': [],
    },
  });
}
