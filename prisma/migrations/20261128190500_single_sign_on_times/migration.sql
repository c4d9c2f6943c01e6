SELECT set_config('gateway.as_owner', 'on', true);

-- When the provider last vouched for a member: unlike a sign-in by password, nobody but the person can bring that about.
ALTER TABLE "members" ADD COLUMN "last_single_sign_on_at" TIMESTAMPTZ(3);
UPDATE members SET last_single_sign_on_at = last_signed_in_at WHERE single_sign_on_subject IS NOT NULL;

-- As before, but the members that are tied to this subject come in the order of the sign-ins there, and those that are tied to
-- nobody are told apart: each organization makes such a member by itself, so that none of them goes before another.
DROP FUNCTION organizations_of_identity(text, text);

CREATE FUNCTION organizations_of_identity(member_email text, subject text)
  RETURNS TABLE (organization_id uuid, id uuid, is_tied boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id, m.single_sign_on_subject IS NOT NULL FROM members m
  WHERE m.email = member_email AND (m.single_sign_on_subject IS NULL OR m.single_sign_on_subject = subject)
  ORDER BY m.single_sign_on_subject IS NULL, m.last_single_sign_on_at DESC NULLS LAST, m.id
$$;

REVOKE EXECUTE ON FUNCTION organizations_of_identity(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations_of_identity(text, text) TO gateway_app;
