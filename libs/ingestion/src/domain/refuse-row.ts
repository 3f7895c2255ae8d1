/** Why a row is not taken in: the field, a closed code, and what would be right. Never holds the cell's content. */
export interface RowRefusal {
  readonly field?: string;
  readonly code: string;
  readonly message: string;
}

export function refuseField(field: string, code: string, message: string): RowRefusal {
  return { field, code, message };
}
