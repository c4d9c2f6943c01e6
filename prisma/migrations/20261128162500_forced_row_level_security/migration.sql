-- Row-level security holds for the owner of the tables, too: where a connection works as the owner by mistake, it sees no row.
-- The owner is let through in its own functions while the application calls them, and in a migration that changes rows and
-- therefore begins with: SELECT set_config('gateway.as_owner', 'on', true);
CREATE FUNCTION force_row_level_security() RETURNS void LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT c.oid::regclass AS name, pg_get_userbyid(c.relowner) AS owner FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity AND NOT c.relforcerowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', given.name);
    -- In a function of the owner, the role of the session is still the caller's.
    EXECUTE format($policy$
      CREATE POLICY owner ON %s TO %I
      USING (current_setting('role') = 'gateway_app' OR current_setting('gateway.as_owner', true) = 'on')
      $policy$, given.name, given.owner);
  END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION force_row_level_security() FROM PUBLIC;

SELECT force_row_level_security();
