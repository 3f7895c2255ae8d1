import type { DisproportionalityPolicy } from '@evenground/contracts';
import { collection } from '@evenground/document-store';

/** What the State has set for significant disproportionality, as the district keeps it. */
export const disproportionalityPolicies = collection<DisproportionalityPolicy>('disproportionality-policies');
