/** A part of a policy of Cilium, with the namespace of selectors that name none. */
export interface CiliumPlace {
  readonly where: string;
  readonly namespace: 'any' | { readonly name: string | undefined };
}
