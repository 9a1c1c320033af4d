export * from './document';
export * from './lines';
export { toMarkdown } from './markdown';
export { toSvg } from './picture';
export * from './plan-table';
export * from './sources';
