import { remember, remembered } from '../drafts/remembered.js';

export const APPEARANCES = ['auto', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

export function appearanceChosen(): Appearance {
  const chosen = remembered('appearance');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

export function startAppearance(): void {
  show(appearanceChosen());
}

export function chooseAppearance(appearance: Appearance): void {
  remember('appearance', appearance);
  show(appearance);
}

function show(appearance: Appearance): void {
  if (appearance === 'auto') delete document.documentElement.dataset['appearance'];
  else document.documentElement.dataset['appearance'] = appearance;
}
