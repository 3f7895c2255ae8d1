/** A coded percent as people read it: `<=5%` → ≤ 5%. */
export function codedText(display: string): string {
  return display.replace('<=', '≤ ').replace('>=', '≥ ');
}
