/** The home of the project and the address of its maintainers: placeholders until it is public. `npx projen` tells the rest. */
export const HOME = { repository: 'example/harness-delegate-access', contact: 'maintainers@example.org' } as const;

export const HOME_URL = `https://github.com/${HOME.repository}`;
