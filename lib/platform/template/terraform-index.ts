import { referenceIn, withoutIndexes } from './references';
import type { TemplateFile, TerraformResource } from './template-file';

/** The resources of several files of Terraform together; with several, each address has the name of its file. */
export class TerraformIndex {
  public readonly resources: readonly TerraformResource[];
  private readonly own = new Map<string, TerraformResource>();
  /** By the address inside the file, and without indexes; `undefined` where several have it. */
  private readonly alone = new Map<string, TerraformResource | undefined>();

  public constructor(files: readonly TemplateFile[]) {
    const isOne = files.length < 2;
    const all = files.map((file) => {
      const within = (resource: TerraformResource): TerraformResource =>
        isOne ? resource : { ...resource, address: `${file.name}: ${resource.address}`, file: file.name };
      return { resources: file.resources.map(within), data: (file.data ?? []).map(within) };
    });
    this.resources = all.flatMap(({ resources }) => resources);
    for (const resource of [...this.resources, ...all.flatMap(({ data }) => data)]) {
      this.own.set(resource.address, resource);
      const bare = bareAddress(resource);
      new Set([bare, withoutIndexes(bare)]).forEach((address) =>
        this.alone.set(address, this.alone.has(address) ? undefined : resource),
      );
    }
  }

  /** The resource or data source that a value of another one refers to, with the attribute of it. */
  public referred(value: unknown, from: TerraformResource): Referred | undefined {
    const reference = referenceIn(value);
    if (reference === undefined) {
      return undefined;
    }
    const { address, attribute } = reference;
    const within = from.file === undefined ? address : `${from.file}: ${address}`;
    const exact = this.own.get(within) ?? this.alone.get(address);
    // One of several instances keeps its index: it is not the others.
    return { address: exact?.address ?? within, attribute, resource: exact ?? this.alone.get(withoutIndexes(address)) };
  }
}

export interface Referred {
  readonly address: string;
  readonly attribute: string;
  /** `undefined` when no file has it. */
  readonly resource: TerraformResource | undefined;
}

/** The address inside its file. */
export function bareAddress({ address, file }: TerraformResource): string {
  return file === undefined ? address : address.slice(file.length + 2);
}
