import { queryOptions } from '@tanstack/react-query';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';

export type OpenidProvider = Schemas['OpenidProviderView'];
export type ProviderBody = Schemas['SetOpenidProviderDto'];
export type ProviderFindings = Schemas['OpenidProviderCheckView'];

/** Null: the organization has none. */
async function readProvider(): Promise<OpenidProvider | null> {
  try {
    return await answer(api.GET('/organization/openid-provider'));
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.code === 'openid_provider.not_found') return null;
    throw problem;
  }
}

export const providerQuery = queryOptions({ queryKey: ['openid-provider'], queryFn: readProvider });

/** The one that was shown is meant, if there was one. */
export const setProvider = (shown: OpenidProvider | null, body: ProviderBody): Promise<OpenidProvider> =>
  answer(api.PUT('/organization/openid-provider', { params: { header: ifMatch(shown) }, body }));

export const removeProvider = (shown: OpenidProvider): Promise<unknown> =>
  answer(api.DELETE('/organization/openid-provider', { params: { header: ifMatch(shown) } }));

export const checkProvider = (issuer: string): Promise<ProviderFindings> =>
  answer(api.POST('/organization/openid-provider/check', { body: { issuer } }));
