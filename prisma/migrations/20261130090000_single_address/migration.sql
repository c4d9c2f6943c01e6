-- There is one address for all MCP servers with sign-in as soon as any organization has one. It runs as the owner, and gives back
-- nothing but whether there is one.
CREATE FUNCTION has_mcp_server_with_sign_in()
  RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (
    SELECT FROM mcp_servers s
    WHERE s.config ->> 'auth' = 'oauth' AND coalesce(s.config -> 'oauth' ->> 'provider', 'gateway') = 'gateway'
  )
$$;

REVOKE EXECUTE ON FUNCTION has_mcp_server_with_sign_in() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_mcp_server_with_sign_in() TO gateway_app;
