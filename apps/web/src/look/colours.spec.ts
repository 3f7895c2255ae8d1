import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Linear = readonly [red: number, green: number, blue: number];

/**
 * What dichromats see, in linear RGB. Source: Machado, Oliveira and Fernandes, IEEE Transactions on Visualization and
 * Computer Graphics 15 (2009), severity 1.0.
 */
const VISIONS = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** Colours of data that stand in one chart or beside each other with different meanings. */
const TOLD_APART = [
  ['data', 'reference'],
  ['data', 'data-soft'],
  ['reference', 'reference-soft'],
  ['reference', 'target'],
  ['data', 'line'],
] as const;
const CLEARLY_APART = 15; // CIE76; about six just noticeable differences
/** What must be seen on a card: text 4.5, parts of charts and of controls 3. Source: WCAG 2.2, 1.4.3 and 1.4.11. */
const TEXT = ['ink', 'quiet', 'press', 'good', 'bad', 'wait'] as const;
const PARTS = ['data', 'reference', 'target', 'strong-line', 'focus'] as const;

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8');

function colour(name: string, theme: Theme): Linear {
  const said = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  if (said === null) throw new Error(`--${name} is no colour of both themes`);
  const hex = theme === 'light' ? said[1]! : said[2]!;
  return [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Linear;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function seen([red, green, blue]: Linear, vision: keyof typeof VISIONS): Linear {
  const m = VISIONS[vision];
  return [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, m[row]! * red + m[row + 1]! * green + m[row + 2]! * blue)),
  ) as unknown as Linear;
}

/** CIELAB under D65. */
function lab([red, green, blue]: Linear): Linear {
  const [x, y, z] = [
    (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
    luminance([red, green, blue]),
    (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883,
  ].map((part) => (part > 216 / 24_389 ? Math.cbrt(part) : ((24_389 / 27) * part + 16) / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function luminance([red, green, blue]: Linear): number {
  return 0.2126729 * red + 0.7151522 * green + 0.072175 * blue;
}

function apart(a: Linear, b: Linear): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(...one.map((part, at) => part - other[at]!));
}

function contrast(a: Linear, b: Linear): number {
  const [high, low] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each(THEMES)('the colours of the %s theme', (theme) => {
  test.each(Object.keys(VISIONS) as (keyof typeof VISIONS)[])('are told apart: %s', (vision) => {
    const tooNear = TOLD_APART.map(([a, b]) => ({
      pair: `${a}, ${b}`,
      apart: Math.round(apart(seen(colour(a, theme), vision), seen(colour(b, theme), vision))),
    })).filter((pair) => pair.apart < CLEARLY_APART);
    expect(tooNear).toEqual([]);
  });

  test('stand out from the card that they are on', () => {
    const card = colour('card', theme);
    const ratio = (name: string): number => contrast(colour(name, theme), card);
    expect(TEXT.filter((name) => ratio(name) < 4.5)).toEqual([]);
    expect(PARTS.filter((name) => ratio(name) < 3)).toEqual([]);
    for (const kind of ['good', 'bad', 'wait'])
      expect([kind, contrast(colour('ink', theme), colour(`${kind}-tint`, theme)) >= 4.5]).toEqual([kind, true]);
  });
});

test('the measure bites: a red and a green of the same lightness are one colour to many', () => {
  const [red, green] = [
    [0.35, 0.08, 0.05],
    [0.1, 0.2, 0.05],
  ] as unknown as [Linear, Linear];
  expect(apart(red, green)).toBeGreaterThan(CLEARLY_APART);
  expect(apart(seen(red, 'deuteranopia'), seen(green, 'deuteranopia'))).toBeLessThan(CLEARLY_APART);
});

test('every colour stands once, for both themes', () => {
  const set = [...css.matchAll(/^ +--([\w-]+):/gm)].map(([, name]) => name);
  expect(new Set(set).size).toBe(set.length);
});
