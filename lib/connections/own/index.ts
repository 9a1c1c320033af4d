export { CUSTOM, customNeeds, ownPermissions } from './custom';
export { broadPermissions, type OwnPermission } from './permissions';
