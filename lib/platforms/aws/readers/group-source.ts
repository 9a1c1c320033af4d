/** Security groups of one kind of template. */
export interface GroupSource {
  /** Names of the groups, as `--group` takes them. */
  readonly names: readonly string[];
  /** Other names of a group, which need not be unique. */
  aliasesOf?(name: string): readonly string[];
  /**
   * Adds the egress of the wanted groups together, and reports each rule that may belong to one of them.
   *
   * @param isAll no group is left out
   */
  read(isWanted: (name: string) => boolean, isAll: boolean): void;
}
