import { Tags, type CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Paths of constructs as names, so that several delegates in an account can be told apart. */

/** Longest path, or several, in the description of a rule: there is room for reasons beside it. */
export const MAX_PATH = 100;
/** Longest value of a tag. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
const MAX_TAG = 256;
/** Characters that a value of a tag may not contain. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
const FORBIDDEN = /[^\p{L}\p{N} +\-=._:/@]/gu;
/** Below 100, the priority of the tags of the app, which stand. aws/aws-cdk:packages/aws-cdk-lib/core/lib/tag-aspect.ts */
const PRIORITY = 50;

/** The path of a construct; of a long one the end, which tells constructs of one stack apart. */
export function pathOf({ node }: IConstruct, max = MAX_PATH): string {
  return endOf(node.path, max);
}

export function endOf(text: string, max: number): string {
  return text.length > max ? `...${text.slice(3 - max)}` : text;
}

/** Puts the path into the tag that the console shows as name, unless the app sets it. */
export function tagName(resource: CfnResource, owner: IConstruct): void {
  Tags.of(resource).add('Name', pathOf(owner, MAX_TAG).replace(FORBIDDEN, '_'), { priority: PRIORITY });
}
