import { EXPLICIT_PROXY } from './targets';
import type { Platform } from '../../platform';

export const PROXY: Platform = {
  id: 'proxy',
  title: 'HTTP proxy',
  targets: [EXPLICIT_PROXY],
  grants: () => false,
  choices: [],
  readers: () => [],
};
