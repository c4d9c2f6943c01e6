SELECT set_config('gateway.as_owner', 'on', true);

-- Whether the provider vouched for whoever opened a session. Of sessions that are open already it is not known where the person
-- has both ways.
ALTER TABLE "sessions" ADD COLUMN "by_single_sign_on" BOOLEAN NOT NULL DEFAULT false;
UPDATE sessions s SET by_single_sign_on = true FROM members m JOIN people p ON p.id = m.person_id
WHERE m.organization_id = s.organization_id AND m.id = s.member_id AND p.single_sign_on_subject IS NOT NULL;

-- Where somebody who signed in is a member: ids, the names of the organizations, and the roles.
CREATE FUNCTION memberships_of_person(person uuid)
  RETURNS TABLE (organization_id uuid, id uuid, name text, role member_role)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id, o.name, m.role FROM members m JOIN organizations o ON o.id = m.organization_id
  WHERE m.person_id = person ORDER BY o.name, m.organization_id
$$;

-- A person of other organizations who has just proved who they are, locked until they have joined another one. Each takes a
-- whole proof: an address with the digest of its password, an address with its subject, a session that has not ended. What the
-- provider vouches for proves nothing of a person who has a password too: whoever made that person with the address may have set it,
-- and would come along.
CREATE FUNCTION person_of_password(address text, digests text[])
  RETURNS TABLE (id uuid, session_generation int) LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.session_generation FROM people p WHERE p.email = address AND p.password_digest = ANY (digests)
  ORDER BY p.created_at, p.id LIMIT 1 FOR UPDATE
$$;

CREATE FUNCTION person_of_identity(address text, subject text)
  RETURNS TABLE (id uuid, session_generation int) LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.session_generation FROM people p WHERE p.email = address AND p.single_sign_on_subject = subject AND p.password_digest IS NULL
  ORDER BY p.created_at, p.id LIMIT 1 FOR UPDATE
$$;

CREATE FUNCTION person_of_session(person uuid, generation int)
  RETURNS TABLE (id uuid, session_generation int, has_password boolean) LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.session_generation, p.password_digest IS NOT NULL FROM people p WHERE p.id = person AND p.session_generation = generation FOR UPDATE
$$;

-- As before, with the person of each member: who never signed in at the provider enters by the address alone only where all
-- members with it are one person's.
DROP FUNCTION organizations_of_identity(text, text);

CREATE FUNCTION organizations_of_identity(member_email text, subject text)
  RETURNS TABLE (organization_id uuid, id uuid, person_id uuid, is_tied boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id, p.id, p.single_sign_on_subject IS NOT NULL FROM people p JOIN members m ON m.person_id = p.id
  WHERE p.email = member_email AND (p.single_sign_on_subject IS NULL OR p.single_sign_on_subject = subject)
  ORDER BY p.single_sign_on_subject IS NULL, m.last_single_sign_on_at DESC NULLS LAST, m.last_signed_in_at DESC NULLS LAST, m.id
$$;

REVOKE EXECUTE ON FUNCTION memberships_of_person(uuid), person_of_password(text, text[]), person_of_identity(text, text),
  person_of_session(uuid, int), organizations_of_identity(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION memberships_of_person(uuid), person_of_password(text, text[]), person_of_identity(text, text),
  person_of_session(uuid, int), organizations_of_identity(text, text) TO gateway_app;
