import { main } from '../lib/cli/main';

/** The command, from the sources. */

main('0.0.0');
