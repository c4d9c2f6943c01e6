-- The master keys that this database has seen, each with a text that only that key opens. It is no tenant's: it holds
-- nothing of an organization, and tells no key.
CREATE TABLE "master_keys" (
    "id" TEXT NOT NULL,
    "canary" TEXT,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "master_keys_pkey" PRIMARY KEY ("id")
);

GRANT SELECT, INSERT, UPDATE ON master_keys TO gateway_app;
ALTER TABLE master_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_process ON master_keys USING (true) WITH CHECK (true);

-- How much hangs on each master key, over all organizations. Sealed credentials come by the header that names their key,
-- with one of them to try a key on; what has ended and can not come back is not counted.
CREATE FUNCTION master_key_uses()
  RETURNS TABLE (kind text, key text, uses int, organization_id uuid, id uuid, sealed text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  (SELECT DISTINCT ON (a.header) 'credentials', a.header, (count(*) OVER (PARTITION BY a.header))::int, a.organization_id, a.id, a.sealed_credentials
   FROM (SELECT substring(i.sealed_credentials FROM '"protected":"([A-Za-z0-9_-]+)"') AS header, i.* FROM integrated_accounts i) a)
  UNION ALL
  SELECT 'urls', split_part(u.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM (
    SELECT s.token_digest AS digest FROM mcp_servers s
    UNION ALL SELECT s.old_token_digest FROM mcp_servers s WHERE s.old_token_valid_until > now()) u GROUP BY 2
  UNION ALL
  SELECT 'api_tokens', split_part(t.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM api_tokens t
    WHERE t.expires_at IS NULL OR t.expires_at > now() GROUP BY 2
  UNION ALL
  SELECT 'invitations', split_part(v.digest, '.', 1), count(*)::int, NULL, NULL, NULL FROM invitations v
    WHERE v.expires_at > now() GROUP BY 2
$$;

REVOKE EXECUTE ON FUNCTION master_key_uses() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION master_key_uses() TO gateway_app;
