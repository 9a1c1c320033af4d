import { AccessError, didYouMean, show } from '../base';
import { OF_TABLE, type DocumentWords, type Statement } from '../catalog';

/** The decision of a profile on one statement, and the reason. */
export interface Opinion {
  readonly open: boolean;
  readonly because: string;
}

/**
 * The truth to follow: the table to the letter, or what each service needs over TLS.
 *
 * @example
 * ```ts
 * const documented = Plan.fromFile('connections.yaml', { profile: Profile.DOCUMENTED });
 * ```
 */
export class Profile {
  /** Exactly what the table says, or Harness's page of a row beyond it, its errors included, each of them with a finding. */
  public static readonly DOCUMENTED = new Profile('documented');
  /** The encrypted alternative, no port without an explanation, and the required ports missing from the table. */
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

  /**
   * Decides whether a port is open.
   *
   * @param asked true when the user set the prop of an on-request port
   * @param of words for the document that the row is from
   */
  public decide(statement: Statement, asked: boolean, of: DocumentWords = OF_TABLE): Opinion {
    switch (statement.verdict) {
      case 'as written':
        return { open: true, because: of.inIt };
      case 'left open':
        return { open: true, because: `left open by ${of.short}; set with \`ports\`` };
      case 'on request':
        return asked ? { open: true, because: 'requested' } : { open: false, because: 'open on request only' };
      case 'alternative':
        return this.decideAlternative(statement, of);
      case 'unexplained':
        return this.isRecommended
          ? { open: false, because: 'no source explains it' }
          : { open: true, because: `${of.inIt}, but no source explains it` };
      case 'probe':
        return this.isRecommended
          ? { open: true, because: 'asked by the delegate before it takes a task' }
          : { open: false, because: `not ${of.inIt}` };
      case 'missing':
        return this.isRecommended
          ? { open: true, because: `required by the service, missing from ${of.name}` }
          : { open: false, because: `not ${of.inIt}` };
    }
  }

  private decideAlternative(statement: Statement, of: DocumentWords): Opinion {
    if (!this.isRecommended) {
      return { open: true, because: `one of the alternatives ${of.inIt}` };
    }
    return statement.encrypted === true
      ? { open: true, because: 'the encrypted alternative' }
      : { open: false, because: 'clear text; the encrypted alternative replaces it' };
  }
}
