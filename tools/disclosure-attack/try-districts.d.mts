/** What the control exports, and the policy that is tried. */
export interface Control {
  readonly policy: object;
  frameOf(...given: never[]): unknown;
  protectFrame(...given: never[]): unknown;
  publishFrame(...given: never[]): unknown;
}

export interface Tried {
  readonly districts: number;
  readonly hidden: number;
  readonly coded: number;
  readonly exact: number;
  /** Small numbers that were attacked. */
  readonly asked: number;
  readonly carried: number;
  readonly withheld: number;
  readonly violations: readonly { readonly district: number; readonly kind: 'range' | 'subtraction' | 'change' }[];
}

export function tryDistricts(
  control: Control,
  options: {
    readonly districts: number;
    readonly seed: number;
    readonly isOff?: boolean;
    readonly onDistrict?: (done: number) => void;
  },
): Tried;
