/** Free text as Terraform must read it: `${` and `%{` begin an expression, which would be evaluated. */
export function terraformText(text: string): string {
  return text.replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');
}
