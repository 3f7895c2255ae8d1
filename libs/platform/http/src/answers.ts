import { holdsNumbersOfPeople } from '@evenground/contracts';
import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Metadata of a handler whose answers must have come through disclosure control. */
export const CONTROLLED = 'evenground:controlled';

/**
 * Says in the OpenAPI document what a route answers when all is well. It is described, not checked; but an answer that
 * holds numbers of people is refused where it did not come through disclosure control.
 */
export function Answers(schema: z.ZodType, status = 200): MethodDecorator {
  const described = ApiResponse({ status, description: 'Done', standardSchema: schema });
  if (!holdsNumbersOfPeople(schema)) return described;
  return applyDecorators(described, SetMetadata(CONTROLLED, true), ApiExtension('x-disclosure-controlled', true));
}
