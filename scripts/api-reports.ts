import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/** Writes what each entry point promises into `api/`, so that a change of the public API shows in a pull request. */

const ROOT = join(__dirname, '..');
const ENTRY_POINTS: Readonly<Record<string, string>> = {
  index: 'dist/index.d.ts',
  aws: 'dist/platforms/aws/constructs/index.d.ts',
  gcp: 'dist/platforms/gcp/constructs/index.d.ts',
  kubernetes: 'dist/platforms/kubernetes/constructs/index.d.ts',
};

function report(name: string, file: string): boolean {
  mkdirSync(join(ROOT, 'api'), { recursive: true });
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: join(ROOT, file),
      compiler: { tsconfigFilePath: join(ROOT, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(ROOT, 'api'),
        reportTempFolder: join(ROOT, '.scratch', 'api'),
      },
      docModel: { enabled: false },
      newlineKind: 'lf',
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
  return Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled ||= message.logLevel === ExtractorLogLevel.Verbose;
    },
  }).succeeded;
}

const failed = Object.entries(ENTRY_POINTS).filter(([name, file]) => !report(name, file));
if (failed.length > 0) {
  throw new Error(`no API report for ${failed.map(([name]) => name).join(', ')}`);
}
