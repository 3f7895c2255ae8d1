import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Says in the OpenAPI document what a route answers when all is well. It is described, not checked. */
export function Answers(schema: z.ZodType, status = 200): MethodDecorator {
  return ApiResponse({ status, description: 'Done', standardSchema: schema });
}
