import { send, type Answer, type SendOptions } from './send';
import { ProxyRefusal } from './tunnel';

/** The answer to a request, or why there is none. */
export async function tryToSend(url: URL, options: SendOptions): Promise<Answer | string> {
  try {
    return await send(url, options);
  } catch (error) {
    if (error instanceof ProxyRefusal) {
      return error.message;
    }
    const { code = '', message } = error as NodeJS.ErrnoException;
    return WORDS[code] ?? (code === '' ? message : code);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it resets the connection',
  ETIMEDOUT: 'it does not answer',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'no resolver answers',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  TOOLARGE: 'its answer is too large',
};
