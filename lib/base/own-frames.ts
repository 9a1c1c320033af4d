/** The packed library, in the file of a frame: a path, or a URL under ES modules. */
const OWN = /[\\/]harness-delegate-access[\\/]dist[\\/]/;
/** Deeper than any of our calls nests, so that the user's frames are caught behind our own. */
const OWN_DEPTH = 50;

/**
 * Gives `error` a stack that begins with the user's line: without the frames of this library. It is written when
 * it is read, since most errors become part of another one first.
 */
export function hideOwnFrames(error: Error): void {
  const limit = Error.stackTraceLimit;
  const trace: { readonly stack?: string } = {};
  Error.stackTraceLimit = limit + OWN_DEPTH;
  Error.captureStackTrace(trace, error.constructor);
  Error.stackTraceLimit = limit;
  const define = (property: PropertyDescriptor): unknown =>
    Object.defineProperty(error, 'stack', { ...property, configurable: true, enumerable: false });
  const set = (value: unknown): unknown => define({ value, writable: true });
  define({ get: () => [`${error.name}: ${error.message}`, ...framesOf(trace.stack ?? '', limit)].join('\n'), set });
}

/** @param stack as V8 writes it, or what maps its lines to their sources */
function framesOf(stack: string, limit: number): string[] {
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line));
  const others = frames.filter((frame) => !OWN.test(frame));
  return (others.length > 0 ? others : frames).slice(0, limit);
}
