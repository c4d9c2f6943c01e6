import { existsSync, readFileSync } from 'node:fs';

/** A schema of OpenAPI 3.0, as far as it is read here. */
export interface DescribedSchema {
  readonly type?: string;
  readonly readOnly?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly additionalProperties?: unknown;
}

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: DescribedSchema;
}

interface DescribedCall {
  readonly operationId: string;
  readonly 'x-looker-status': string;
  readonly parameters?: readonly DescribedParameter[];
  readonly requestBody?: { readonly required?: boolean };
}

/** Looker's own description of its API 4.0 (OpenAPI 3.0): `Looker.4.0.oas.json` of looker-open-source/sdk-codegen. */
export interface LookerDescription {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedCall>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DescribedSchema>> };
}

/** One operation of the description. */
export interface DescribedOperation {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  /** Looker's `x-looker-status`: stable, beta, alpha or deprecated. */
  readonly status: string;
  readonly parameters: readonly DescribedParameter[];
  /** Whether the body must be there; undefined: it takes none. */
  readonly bodyRequired: boolean | undefined;
}

const VARIABLE = 'LOOKER_API_DESCRIPTION';

/** The description in the file that `LOOKER_API_DESCRIPTION` names. Throws an Error that says what is missing. */
export function readLookerDescription(path = process.env[VARIABLE] ?? ''): LookerDescription {
  if (!existsSync(path))
    throw new Error(
      `${VARIABLE} must name Looker's own description of its API (Looker.4.0.oas.json of looker-open-source/sdk-codegen); there is no file "${path}".`,
    );
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The operations of a description by id. */
export function describedOperations(description: LookerDescription): ReadonlyMap<string, DescribedOperation> {
  const operations = Object.entries(description.paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(([verb, call]) => ({
      id: call.operationId,
      verb: verb.toUpperCase(),
      path,
      status: call['x-looker-status'],
      parameters: call.parameters ?? [],
      bodyRequired: call.requestBody && call.requestBody.required === true,
    })),
  );
  return new Map(operations.map((operation) => [operation.id, operation]));
}
