import { Access, CurrentPrincipal, districtOf, schoolsOf, type Principal } from '@evenground/auth';
import { DiagnosticsDistrictQuery, PROFILE_ATTRIBUTES, ScopeAnswer } from '@evenground/contracts';
import { Answers, table } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ReferenceStore } from '../keep-reference/reference-store.js';

/** What people choose from before they ask about a gap. */
@Controller()
export class ShowScopeController {
  constructor(@Inject(ReferenceStore) private readonly reference: ReferenceStore) {}

  @Get('scope')
  @Access('indicators.read')
  @Answers(ScopeAnswer)
  async show(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const { reference } = await this.reference.current(districtOf(principal, query.district));
    const held = schoolsOf(principal);
    const schools = [...reference.schools]
      .filter(([schoolId]) => held === '*' || held.includes(schoolId))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([schoolId, { name, level }]) => ({ schoolId, name: textOrNull(name), level: textOrNull(level) }));
    const answer: ScopeAnswer = { schools, attributes: [...PROFILE_ATTRIBUTES] };
    return table(['schoolId', 'name', 'level'], schools, answer);
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
