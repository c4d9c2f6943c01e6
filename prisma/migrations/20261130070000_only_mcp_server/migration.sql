-- The one MCP server that there is, of all organizations; none where there are more. Its id stands in its URL and is no secret where people sign in.
CREATE FUNCTION organization_of_only_mcp_server(moment text)
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT counted.organization_id, counted.id FROM (
    SELECT few.organization_id, few.id, count(*) OVER () AS servers FROM (
      SELECT s.organization_id, s.id FROM mcp_servers s
      WHERE s.expires_at IS NULL OR s.expires_at > moment::timestamptz LIMIT 2
    ) few
  ) counted WHERE counted.servers = 1
$$;

REVOKE EXECUTE ON FUNCTION organization_of_only_mcp_server(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_of_only_mcp_server(text) TO gateway_app;
