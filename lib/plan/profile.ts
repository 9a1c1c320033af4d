import { AccessError, didYouMean, show } from '../base';
import type { Statement } from '../catalog';

/** What a profile makes of one statement, and why. */
export interface Opinion {
  readonly open: boolean;
  readonly because: string;
}

/** Which truth to follow: the table to the letter, or what each service really needs over TLS. */
export class Profile {
  /** Exactly what the table says, its errors included, each of them with a finding. */
  public static readonly DOCUMENTED = new Profile('documented');
  /** The encrypted one of alternatives, nothing that no source explains, and what the table forgot. */
  public static readonly RECOMMENDED = new Profile('recommended');

  /** A profile by its name. @throws AccessError `InvalidProfile` */
  public static of(name: unknown): Profile {
    const profile = [Profile.DOCUMENTED, Profile.RECOMMENDED].find(
      (candidate) => candidate === name || candidate.name === name,
    );
    if (profile === undefined) {
      const hint = typeof name === 'string' ? didYouMean(name, ['documented', 'recommended']) : '';
      throw AccessError.of(
        'InvalidProfile',
        `\`profile\` must be \`documented\` or \`recommended\`, got ${show(name)}${hint}`,
      );
    }
    return profile;
  }

  private constructor(public readonly name: 'documented' | 'recommended') {}

  public get isRecommended(): boolean {
    return this === Profile.RECOMMENDED;
  }

  /** Whether a port is open; `asked` says whether the user set the prop of an on-request port. */
  public decide(statement: Statement, asked: boolean): Opinion {
    switch (statement.verdict) {
      case 'as written':
        return { open: true, because: 'the table says so' };
      case 'left open':
        return { open: true, because: 'the table leaves the port open; you gave it' };
      case 'on request':
        return asked
          ? { open: true, because: 'asked for by you' }
          : { open: false, because: 'opens only when you ask for it' };
      case 'alternative':
        return this.decideAlternative(statement);
      case 'unexplained':
        return this.isRecommended
          ? { open: false, because: 'no source explains it' }
          : { open: true, because: 'the table says so, though no source explains it' };
      case 'missing':
        return this.isRecommended
          ? { open: true, because: 'the service is dead without it, though the table forgets it' }
          : { open: false, because: 'not in the table' };
    }
  }

  private decideAlternative(statement: Statement): Opinion {
    if (!this.isRecommended) {
      return { open: true, because: 'one of the alternatives that the table lists' };
    }
    return statement.encrypted === true
      ? { open: true, because: 'the encrypted one of the alternatives' }
      : { open: false, because: 'clear text; the encrypted alternative takes its place' };
  }
}
