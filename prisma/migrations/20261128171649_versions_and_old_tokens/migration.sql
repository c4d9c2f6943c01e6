SELECT set_config('gateway.as_owner', 'on', true);

-- Counts the changes that callers make to a record, so that one made to an older version can be refused.
ALTER TABLE "organizations" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "members" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "invitations" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "api_tokens" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "integrated_accounts" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "mcp_servers" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Each URL that a rotation promised a grace works until its own time is over, however many rotations follow.
CREATE TABLE "mcp_server_old_tokens" (
    "organization_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "mcp_server_id" UUID NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mcp_server_old_tokens_pkey" PRIMARY KEY ("organization_id","digest")
);

CREATE UNIQUE INDEX "mcp_server_old_tokens_digest_key" ON "mcp_server_old_tokens"("digest");
CREATE INDEX "mcp_server_old_tokens_organization_id_mcp_server_id_idx" ON "mcp_server_old_tokens"("organization_id", "mcp_server_id");

ALTER TABLE "mcp_server_old_tokens" ADD CONSTRAINT "mcp_server_old_tokens_organization_id_mcp_server_id_fkey" FOREIGN KEY ("organization_id", "mcp_server_id") REFERENCES "mcp_servers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON mcp_server_old_tokens TO gateway_app;
ALTER TABLE mcp_server_old_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mcp_server_old_tokens USING (organization_id = ANY (current_organizations()));

INSERT INTO mcp_server_old_tokens (organization_id, digest, mcp_server_id, valid_until)
SELECT organization_id, old_token_digest, id, old_token_valid_until FROM mcp_servers
WHERE old_token_digest IS NOT NULL AND old_token_valid_until > now();

CREATE OR REPLACE FUNCTION organization_of_mcp_token(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.organization_id, s.id FROM mcp_servers s WHERE s.token_digest = ANY (digests)
  UNION ALL
  SELECT o.organization_id, o.mcp_server_id FROM mcp_server_old_tokens o WHERE o.digest = ANY (digests)
  LIMIT 1
$$;

-- As before, with the old tokens where they are now.
CREATE OR REPLACE FUNCTION master_key_uses()
  RETURNS TABLE (kind text, key text, uses int, organization_id uuid, id uuid, sealed text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  (SELECT DISTINCT ON (a.header) 'credentials', a.header, (count(*) OVER (PARTITION BY a.header))::int, a.organization_id, a.id, a.sealed_credentials
   FROM (SELECT substring(i.sealed_credentials FROM '"protected":"([A-Za-z0-9_-]+)"') AS header, i.* FROM integrated_accounts i) a)
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

ALTER TABLE "mcp_servers" DROP COLUMN "old_token_digest", DROP COLUMN "old_token_valid_until";

SELECT force_row_level_security();
