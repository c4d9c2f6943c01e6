-- An organization's own OpenID provider, and who was let in by it.
CREATE TABLE "openid_providers" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed_secret" TEXT,
    "person_claim" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "openid_providers_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "openid_people" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "openid_people_pkey" PRIMARY KEY ("organization_id","id")
);

ALTER TABLE "oauth_grants" ADD COLUMN     "openid_person_id" UUID;

CREATE UNIQUE INDEX "openid_providers_organization_id_key" ON "openid_providers"("organization_id");

CREATE UNIQUE INDEX "openid_people_organization_id_provider_id_subject_key" ON "openid_people"("organization_id", "provider_id", "subject");

CREATE INDEX "oauth_grants_organization_id_openid_person_id_idx" ON "oauth_grants"("organization_id", "openid_person_id");

ALTER TABLE "openid_providers" ADD CONSTRAINT "openid_providers_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "openid_people" ADD CONSTRAINT "openid_people_organization_id_provider_id_fkey" FOREIGN KEY ("organization_id", "provider_id") REFERENCES "openid_providers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "oauth_grants" ADD CONSTRAINT "oauth_grants_organization_id_openid_person_id_fkey" FOREIGN KEY ("organization_id", "openid_person_id") REFERENCES "openid_people"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON openid_providers, openid_people TO gateway_app;
ALTER TABLE openid_providers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON openid_providers USING (organization_id = ANY (current_organizations()));
ALTER TABLE openid_people ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON openid_people USING (organization_id = ANY (current_organizations()));

-- As before, with the secrets of providers, which hang on a master key as the credentials of accounts do.
CREATE OR REPLACE FUNCTION master_key_uses()
  RETURNS TABLE (kind text, key text, uses int, organization_id uuid, id uuid, sealed text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  (SELECT DISTINCT ON (a.header) 'credentials', a.header, (count(*) OVER (PARTITION BY a.header))::int, a.organization_id, a.id, a.sealed_credentials
   FROM (SELECT substring(i.sealed_credentials FROM '"protected":"([A-Za-z0-9_-]+)"') AS header, i.* FROM integrated_accounts i) a)
  UNION ALL
  SELECT 'provider_secrets', substring(p.sealed_secret FROM '"protected":"([A-Za-z0-9_-]+)"'), count(*)::int, NULL, NULL, NULL
    FROM openid_providers p WHERE p.sealed_secret IS NOT NULL GROUP BY 2
  UNION ALL
  SELECT 'urls', split_part(u.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM (
    SELECT s.token_digest AS digest FROM mcp_servers s
    UNION ALL SELECT o.digest FROM mcp_server_old_tokens o WHERE o.valid_until > now()) u GROUP BY 2
  UNION ALL
  SELECT 'api_tokens', split_part(t.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM api_tokens t
    WHERE t.expires_at IS NULL OR t.expires_at > now() GROUP BY 2
  UNION ALL
  SELECT 'invitations', split_part(v.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM invitations v
    WHERE v.expires_at > now() GROUP BY 2
$$;

SELECT force_row_level_security();
