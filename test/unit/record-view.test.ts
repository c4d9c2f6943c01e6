import 'reflect-metadata';
import { ApiProperty } from '@nestjs/swagger';
import { describe, expect, it } from 'vitest';
import { columnsOf, viewOf } from '../../src/http/answers/record-view.js';

class ThingView {
  @ApiProperty() id: string;
  @ApiProperty() made_by_id: string;
  @ApiProperty({ type: String, nullable: true }) ended_at: string | null;
  @ApiProperty({ type: [String] }) scopes: string[];
}

class FoundThingView extends ThingView {
  @ApiProperty() version: number;
}

const thing = { id: '1', madeById: '2', endedAt: new Date(0), scopes: ['a'], tokenDigest: 'secret', version: 3 };

describe('a view of a record', () => {
  it('has the fields that its class describes and no other, with times as texts', () => {
    const shown = { id: '1', made_by_id: '2', ended_at: '1970-01-01T00:00:00.000Z', scopes: ['a'] };
    expect(viewOf(ThingView)(thing)).toEqual(shown);
    expect(viewOf(FoundThingView)(thing)).toEqual({ ...shown, version: 3 });
    expect(viewOf(ThingView)({ ...thing, endedAt: null }).ended_at).toBeNull();
  });

  it('names the columns to select', () => {
    const columns = { id: true, madeById: true, endedAt: true, scopes: true };
    expect(columnsOf(ThingView)).toEqual(columns);
    expect(columnsOf(FoundThingView)).toEqual({ ...columns, version: true });
  });
});
