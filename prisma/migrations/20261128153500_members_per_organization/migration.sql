-- An e-mail address is a member once in each organization: what one organization does with an address blocks no other.
DROP INDEX "members_email_key";
CREATE UNIQUE INDEX "members_organization_id_email_key" ON "members"("organization_id", "email");
CREATE INDEX "members_email_idx" ON "members"("email");

ALTER TABLE "members" ADD COLUMN "last_signed_in_at" TIMESTAMPTZ(3);
UPDATE members m SET last_signed_in_at =
  (SELECT max(s.created_at) FROM sessions s WHERE s.organization_id = m.organization_id AND s.member_id = m.id);

-- One address may have members in many organizations, so the functions find all that a credential opens, the one that was
-- signed in to last in front. They run as the owner, take the whole credential, and give back ids only.
DROP FUNCTION organization_of_member(text);

CREATE FUNCTION organizations_of_password(member_email text, digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id FROM members m WHERE m.email = member_email AND m.password_digest = ANY (digests)
  ORDER BY m.last_signed_in_at DESC NULLS LAST, m.id
$$;

-- A member that is tied to another subject is another person's. One that is tied to this subject goes before one that is tied
-- to none, which somebody else may have made with the address.
CREATE FUNCTION organizations_of_identity(member_email text, subject text)
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id FROM members m
  WHERE m.email = member_email AND (m.single_sign_on_subject IS NULL OR m.single_sign_on_subject = subject)
  ORDER BY m.single_sign_on_subject IS NULL, m.last_signed_in_at DESC NULLS LAST, m.id
$$;

-- The salts of an address: all its members have the same one, so that one computation compares a password with all of them.
-- There are more only where two were made in the same moment, before and after the first master key was replaced.
CREATE FUNCTION password_salts(member_email text)
  RETURNS TABLE (salt text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT left(m.password_digest, 29) FROM members m WHERE m.email = member_email AND m.password_digest IS NOT NULL
  GROUP BY 1 ORDER BY min(m.created_at), 1 LIMIT 4
$$;

REVOKE EXECUTE ON FUNCTION
  organizations_of_password(text, text[]), organizations_of_identity(text, text), password_salts(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  organizations_of_password(text, text[]), organizations_of_identity(text, text), password_salts(text) TO gateway_app;
