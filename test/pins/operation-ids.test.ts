import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiDocument } from '../../src/app.description.js';
import { operationsOf } from '../../src/http/description/operations.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

// Generated clients call their methods after these: add some, never change or remove one.
const operationIds = [
  'acceptInvitation',
  'beginSingleSignOn',
  'changePassword',
  'checkConnection',
  'checkOpenidProvider',
  'createApiToken',
  'createIntegratedAccount',
  'createInvitation',
  'createMcpServer',
  'createMcpServersForUsers',
  'createMcpServersForUsersAsFile',
  'createOauthClient',
  'deleteIntegratedAccount',
  'deleteMcpServer',
  'deleteOauthClient',
  'deleteOpenidProvider',
  'downloadAccessReport',
  'endCapture',
  'endOauthGrant',
  'findInvitation',
  'findToken',
  'finishSingleSignOn',
  'getAccessReport',
  'getApiToken',
  'getCapture',
  'getHealth',
  'getIntegratedAccount',
  'getLeastPrivilege',
  'getLookerOauthClient',
  'getMcpServer',
  'getOnlyResourceMetadata',
  'getOpenidProvider',
  'getOrganization',
  'getReadiness',
  'getResourceMetadata',
  'getSession',
  'getSetup',
  'getSignInMethods',
  'getSingleResourceMetadata',
  'getUsage',
  'getUsageOfMcpServers',
  'joinByInvitation',
  'listApiTokens',
  'listAuditEvents',
  'listEndedAccess',
  'listIntegratedAccountTools',
  'listIntegratedAccounts',
  'listInvitations',
  'listMcpServerTools',
  'listMcpServers',
  'listMembers',
  'listOauthClients',
  'listOauthGrants',
  'listToolCalls',
  'refreshIntegratedAccount',
  'registerLookerOauthClient',
  'removeMember',
  'replayCalls',
  'revokeApiToken',
  'revokeInvitation',
  'rotateMcpServer',
  'sendMcpMessage',
  'sendMcpMessageToChosenServer',
  'setOpenidProvider',
  'setUp',
  'signIn',
  'signOut',
  'signOutEverywhere',
  'startCapture',
  'startSingleSignOn',
  'switchOrganization',
  'tryTool',
  'updateIntegratedAccount',
  'updateMcpServer',
  'updateMember',
  'updateOrganization',
  'verifyAuditTrail',
  'watchToolCalls',
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

it('the operation ids are exactly these', () => {
  const ids = operationsOf(apiDocument(gateway.app)).map(({ operation }) => operation.operationId);
  expect(ids.sort()).toEqual(operationIds);
});
