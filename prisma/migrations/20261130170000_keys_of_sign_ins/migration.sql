-- As before, with what signs people in: their tokens of Looker and the keys that sign ID tokens, which are sealed, and the digests of
-- refresh tokens and of clients' secrets.
CREATE OR REPLACE FUNCTION master_key_uses()
  RETURNS TABLE (kind text, key text, uses int, organization_id uuid, id uuid, sealed text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  (SELECT DISTINCT ON (a.header) 'credentials', a.header, (count(*) OVER (PARTITION BY a.header))::int, a.organization_id, a.id, a.sealed_credentials
   FROM (SELECT substring(i.sealed_credentials FROM '"protected":"([A-Za-z0-9_-]+)"') AS header, i.* FROM integrated_accounts i) a)
  UNION ALL
  SELECT 'provider_secrets', substring(p.sealed_secret FROM '"protected":"([A-Za-z0-9_-]+)"'), count(*)::int, NULL, NULL, NULL
    FROM openid_providers p WHERE p.sealed_secret IS NOT NULL GROUP BY 2
  UNION ALL
  SELECT 'looker_sign_ins', substring(l.sealed_tokens FROM '"protected":"([A-Za-z0-9_-]+)"'), count(*)::int, NULL, NULL, NULL
    FROM looker_sign_ins l WHERE l.ended_at IS NULL GROUP BY 2
  UNION ALL
  SELECT 'signing_keys', substring(k.sealed_key FROM '"protected":"([A-Za-z0-9_-]+)"'), count(*)::int, NULL, NULL, NULL
    FROM oauth_signing_keys k GROUP BY 2
  UNION ALL
  SELECT 'refresh_tokens', split_part(r.key, '.', 1), count(*)::int, NULL, NULL, NULL FROM oauth_records r
    WHERE r.kind = 'RefreshToken' AND r.consumed_at IS NULL AND r.expires_at > now() GROUP BY 2
  UNION ALL
  SELECT 'client_secrets', split_part(c.payload ->> 'client_secret', '.', 1), count(*)::int, NULL, NULL, NULL FROM oauth_records c
    WHERE c.kind = 'Client' AND c.payload ->> 'client_secret' IS NOT NULL GROUP BY 2
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
