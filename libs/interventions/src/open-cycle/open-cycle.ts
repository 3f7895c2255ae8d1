import { type Principal, districtOf } from '@evenground/auth';
import { RANDOM, type Random, randomId } from '@evenground/config';
import { CYCLE_AREAS, type CycleView, type OpenCycleBody, schoolYearOfDate } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Write } from '@evenground/document-store';
import { problem, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, openCycles, openings } from '../collections.js';
import { annualDueOn, judgeOpenedCycle, judgeOpening, reviewDueOn } from '../domain/open-cycle-rules.js';
import type { OpenedCycle } from '../domain/cycle.js';
import { LEADERS, requireCycleScope, roleAmong } from '../keep-cycle/cycle-scope.js';
import { cycleView } from '../keep-cycle/cycle-view.js';
import { CYCLES_TOPIC, KeepCycle } from '../keep-cycle/keep-cycle.js';
import { INTERVENTIONS_SETTINGS, type InterventionsSettings } from '../interventions-settings.js';

/** Opens a cycle, unless the same is open already or a school has enough of them. */
@Injectable()
export class OpenCycle {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(RANDOM) private readonly random: Random,
    @Inject(INTERVENTIONS_SETTINGS) private readonly settings: InterventionsSettings,
  ) {}

  async open(
    principal: Principal,
    body: OpenCycleBody,
    district: string,
    keepAnswer: KeepAnswer<CycleView>,
  ): Promise<CommandDone<CycleView>> {
    const opened = this.opened(principal, body, district);
    requireCycleScope(principal, opened);
    const invalid = judgeOpenedCycle(opened);
    if (invalid !== undefined) throwRefusal(invalid, 422);
    if (await this.keep.load(district, opened.id)) {
      throw problem(409, 'cycle/exists', `There is a cycle ${opened.id} already.`, { field: 'id', was: opened.id });
    }
    const entered = await this.entered(opened);
    const fact = { type: 'cycle.opened', on: this.keep.today(), cycle: opened } as const;
    const actor = { role: roleAmong(principal, LEADERS), pseudonym: principal.id };
    const step = await this.keep.stepWrites(undefined, { fact }, actor);
    const view = cycleView(step.cycle);
    const kept = keepAnswer(view, [{ topic: CYCLES_TOPIC, stream: keyOf(district, opened.id) }]);
    const committed = await this.keep.commit({ ...step, writes: [...step.writes, ...entered, ...kept] });
    return { body: view, positions: committed.positions };
  }

  private opened(principal: Principal, body: OpenCycleBody, district: string): OpenedCycle {
    const today = this.keep.today();
    const { id = randomId(this.random), startedOn = today, leadIds = [principal.id], ...rest } = body;
    const due = body.reviewDueOn ?? reviewDueOn(startedOn, today);
    return {
      ...rest,
      id,
      district,
      startedOn,
      leadIds,
      schoolYear: body.schoolYear ?? schoolYearOfDate(startedOn),
      reviewDueOn: due,
      annualDueOn: body.annualDueOn ?? annualDueOn(startedOn, due),
    };
  }

  /** Enters the cycle among the open ones; the opening of two at once conflicts, so that both see the limits. */
  private async entered(opened: OpenedCycle): Promise<readonly Write[]> {
    const { district, area, level, schoolIds, id } = opened;
    const entry = { cycleId: id, area, level, schoolIds };
    const [all, [counter]] = await Promise.all([
      this.store.load(
        openCycles,
        CYCLE_AREAS.map((each) => keyOf(district, each)),
      ),
      this.store.load(openings, [district]),
    ]);
    const open = all.flatMap((stored) => stored?.body.open ?? []);
    const refusal = judgeOpening(entry, open, this.settings.openCyclesPerSchool);
    if (refusal !== undefined) throwRefusal(refusal);
    const own = all[CYCLE_AREAS.indexOf(area)];
    return [
      {
        collection: openCycles,
        id: keyOf(district, area),
        expected: own?.version ?? 0,
        body: { open: [...(own?.body.open ?? []), entry] },
      },
      {
        collection: openings,
        id: district,
        expected: counter?.version ?? 0,
        body: { opened: (counter?.body.opened ?? 0) + 1 },
      },
    ];
  }
}

/** The district that an opening is about: named in the body or the query. */
export function districtOfOpening(principal: Principal, body: OpenCycleBody, asked: string | undefined): string {
  return districtOf(principal, body.district ?? asked);
}
