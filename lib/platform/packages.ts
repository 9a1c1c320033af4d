import { AccessError } from '../base';

/** Loads what only a synth needs. @throws AccessError `MissingPackage` when a package of the cloud is not installed */
export function load<T>(packages: readonly string[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' || !packages.some((name) => message.includes(`'${name}`))) {
      throw error;
    }
    throw AccessError.of(
      'MissingPackage',
      `\`synth\` needs ${packages.join(', ')}; run: npm install ${packages.join(' ')}`,
    );
  }
}
