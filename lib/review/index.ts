export * from './document';
export * from './lines';
export { toMarkdown } from './markdown';
export { toSvg } from './picture';
export { reviewOf } from './review-of';
export * from './plan-table';
export * from './sources';
export { toHtml } from './page';
