import { Access, CurrentPrincipal, type Principal, districtOf, grantsFor, schoolsOf } from '@evenground/auth';
import { type DeliveryView, InterventionPageQuery } from '@evenground/contracts';
import { pageOf, problem, table } from '@evenground/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { KeptDelivery } from '../domain/delivery.js';
import { requireReadableCycle } from '../keep-cycle/cycle-scope.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';
import { DeliveryStore } from '../log-deliveries/delivery-store.js';

const COLUMNS = ['deliveryId', 'schoolId', 'date', 'minutes', 'planned', 'quality', 'deliveredBy'];
const CURSOR = /^(\d{1,8})\.(\d{1,8})$/; // part and row

/** Lists what was delivered, without students; teachers see what they logged themselves. */
@Controller('interventions/:id/deliveries')
export class ShowDeliveriesController {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
  ) {}

  @Get()
  @Access('deliveries.read')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: InterventionPageQuery }) query: InterventionPageQuery,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const { stored } = await this.keep.requireIntervention(district, interventionId);
    requireReadableCycle(principal, stored.body);
    const mayRead = readable(principal);
    const items: DeliveryView[] = [];
    let [part, row] = cursorOf(query.after);
    for (;;) {
      const found = await this.deliveries.part(district, interventionId, part);
      if (found === undefined) break;
      for (; row < found.rows.length && items.length < query.limit; row += 1) {
        const kept = found.rows[row];
        if (kept && mayRead(kept)) items.push(viewOf(kept));
      }
      if (row < found.rows.length) return table(COLUMNS, items, pageOf(items, `${part}.${row}`));
      [part, row] = [part + 1, 0];
    }
    return table(COLUMNS, items, pageOf(items, null));
  }
}

function readable(principal: Principal): (row: KeptDelivery) => boolean {
  const schools = schoolsOf(principal);
  const isOwnOnly = grantsFor(principal, 'deliveries.read').every(({ may }) => may === 'own');
  return (row) => (schools === '*' || schools.includes(row.schoolId)) && (!isOwnOnly || row.loggedBy === principal.id);
}

function cursorOf(after: string | undefined): [part: number, row: number] {
  if (after === undefined) return [0, 0];
  const [, part, row] = CURSOR.exec(after) ?? [];
  if (part === undefined || row === undefined) {
    throw problem(400, 'query/invalid', 'after: the `next` of the page before', { field: 'after', was: after });
  }
  return [Number(part), Number(row)];
}

function viewOf(row: KeptDelivery): DeliveryView {
  const { id, schoolId, date, planned } = row;
  return {
    ...{ deliveryId: id, schoolId, date, planned },
    minutes: row.minutes ?? null,
    quality: row.quality ?? null,
    deliveredBy: row.deliveredBy ?? null,
  };
}
