import 'reflect-metadata';
import { SetMetadata } from '@nestjs/common';

const STREAMED = 'evenground:streamed-body';

/** The route reads the request's body itself, as a stream; nothing else touches it. */
export function StreamedBody(): MethodDecorator {
  return SetMetadata(STREAMED, true);
}

export function isStreamedBody(handler: object): boolean {
  return Reflect.getMetadata(STREAMED, handler) === true;
}
