import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';

/** An id that no record can have: looked up like any other, so that a malformed id and a missing record answer alike. */
const NO_RECORD = '00000000-0000-0000-0000-000000000000';

/** Lets only well-formed record ids reach a query. */
@Injectable()
export class RecordIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    return isUUID(id) ? id.toLowerCase() : NO_RECORD;
  }
}
