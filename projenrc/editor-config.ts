import { TextFile, type Project } from 'projen';

/** Sections with dots in their names, which projen's `IniFile` would escape. */
const SECTIONS = `
root = true

[*]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
trim_trailing_whitespace = true

[*.py]
indent_size = 4

# Empty lines of a diff have a space.
[*.{diff,md}]
trim_trailing_whitespace = false
`;

/** Settings for every editor. */
export function addEditorConfig(project: Project): void {
  new TextFile(project, '.editorconfig', { lines: [`# ${project.name}`, ...SECTIONS.split('\n')], marker: false });
}
