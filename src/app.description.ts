import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CSRF_HEADER } from './auth/sessions/csrf-token.js';
import { readPackageVersion } from './config/package-version.js';
import { SETTINGS, type Settings } from './config/settings.js';
import { describeRefusals } from './http/description/describe-refusals.js';
import { describeEtags, describeRequests } from './http/description/describe-requests.js';
import { describeSchemas } from './http/description/describe-schemas.js';
import { describeValidators } from './http/description/describe-validators.js';
import { ErrorBody } from './http/error-body.js';
import { ProtocolErrorView } from './mcp/protocol/protocol-answer.view.js';

/** The description of the REST API, as served at `/openapi.json` (OpenAPI 3.0). */
export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  describeValidators();
  const document = SwaggerModule.createDocument(app, description(app.get<Settings>(SETTINGS)), {
    extraModels: [ErrorBody, ProtocolErrorView],
  });
  const described = describeEtags(describeRequests(document));
  return describeSchemas(describeRefusals(described, { '/mcp/': ProtocolErrorView }));
}

const description = ({ http }: Settings) =>
  new DocumentBuilder()
    .setTitle('looker-mcp-gateway')
    .setDescription('Connect Looker instances and issue MCP URLs to them. Authenticate with an API token.')
    .setVersion(readPackageVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(http.publicUrl)
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'lmg_api_…',
      description: 'An API token of your organization.',
    })
    .addCookieAuth('lmg_session', {
      type: 'apiKey',
      in: 'cookie',
      description: 'The session of a member, from POST /session; called __Host-lmg_session over https.',
    })
    .addApiKey({ type: 'apiKey', in: 'header', name: CSRF_HEADER, description: 'csrf_token of GET /session.' }, 'csrf')
    .build();
