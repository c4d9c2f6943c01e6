-- Whether messages of any MCP server are recorded at the moment, so that no request is looked into for that where none are. It runs as
-- the owner, and gives back nothing but when the last of the captures ends.
CREATE FUNCTION last_capture_until()
  RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT max(s.capture_until) FROM mcp_servers s WHERE s.capture_until IS NOT NULL
$$;

REVOKE EXECUTE ON FUNCTION last_capture_until() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_capture_until() TO gateway_app;
