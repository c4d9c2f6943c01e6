import { queryOptions } from '@tanstack/react-query';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';

export type OpenidProvider = Schemas['OpenidProviderView'];
export type ProviderBody = Schemas['SetOpenidProviderDto'];
export type ProviderFindings = Schemas['OpenidProviderCheckView'];

/** Null: it was removed just now. */
async function readProvider(): Promise<OpenidProvider | null> {
  try {
    return await answer(api.GET('/organization/openid-provider'));
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.code === 'openid_provider.not_found') return null;
    throw problem;
  }
}

/**
 * Null: the organization has none.
 * @param hasOne as the organization says: asking for one that is not there is a refusal, which the browser reports.
 */
export const providerQuery = (hasOne: boolean) =>
  queryOptions({
    queryKey: ['openid-provider', hasOne],
    queryFn: () => (hasOne ? readProvider() : Promise.resolve(null)),
  });

/** The one that was shown is meant, if there was one. */
export const setProvider = (shown: OpenidProvider | null, body: ProviderBody): Promise<OpenidProvider> =>
  answer(api.PUT('/organization/openid-provider', { params: { header: ifMatch(shown) }, body }));

export const removeProvider = (shown: OpenidProvider): Promise<unknown> =>
  answer(api.DELETE('/organization/openid-provider', { params: { header: ifMatch(shown) } }));

export const checkProvider = (issuer: string): Promise<ProviderFindings> =>
  answer(api.POST('/organization/openid-provider/check', { body: { issuer } }));
