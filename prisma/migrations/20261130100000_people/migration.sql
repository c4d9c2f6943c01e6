SELECT set_config('gateway.as_owner', 'on', true);

-- A person signs in; a member is what a person is in an organization. Whoever is a member of several signs in once.
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "password_digest" TEXT,
    "single_sign_on_subject" TEXT,
    "session_generation" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "people_id_email_key" ON "people"("id", "email");
CREATE INDEX "people_email_idx" ON "people"("email");

ALTER TABLE "members" ADD COLUMN "person_id" UUID;
ALTER TABLE "sessions" ADD COLUMN "generation" INTEGER NOT NULL DEFAULT 1;

-- Each organization makes members with any address by itself, so an address alone makes no two of them one person. One password
-- does: whoever knows it enters both today. So does one subject of the provider, where there is no password that somebody else
-- may have set. Members of one password that are tied to different subjects stay apart. A person has the id of its first member.
UPDATE members m SET person_id = same.person_id FROM (
  SELECT told.organization_id, told.id, first_value(told.id) OVER (
    PARTITION BY told.email, told.password_digest, told.subject, told.alone ORDER BY told.created_at, told.id) AS person_id
  FROM (
    SELECT x.organization_id, x.id, x.email, x.password_digest, x.created_at,
      CASE WHEN x.password_digest IS NOT NULL AND min(x.single_sign_on_subject) OVER one IS NOT DISTINCT FROM max(x.single_sign_on_subject) OVER one
        THEN max(x.single_sign_on_subject) OVER one ELSE x.single_sign_on_subject END AS subject,
      CASE WHEN x.password_digest IS NULL AND x.single_sign_on_subject IS NULL THEN x.id END AS alone
    FROM members x WINDOW one AS (PARTITION BY x.email, x.password_digest)
  ) told
) same
WHERE m.organization_id = same.organization_id AND m.id = same.id;

INSERT INTO people (id, email, password_digest, single_sign_on_subject, created_at, updated_at)
SELECT person_id, email, max(password_digest), max(single_sign_on_subject), min(created_at), now()
FROM members GROUP BY person_id, email;

ALTER TABLE "members" ALTER COLUMN "person_id" SET NOT NULL;
ALTER TABLE "members" ADD CONSTRAINT "members_person_id_email_fkey" FOREIGN KEY ("person_id", "email") REFERENCES "people"("id", "email") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "members_person_id_idx" ON "members"("person_id");
DROP INDEX "members_email_idx";
ALTER TABLE "members" DROP COLUMN "password_digest", DROP COLUMN "single_sign_on_subject";

-- A person belongs to no organization, and is seen by those where they are a member. Somebody new is written before the first
-- membership, which alone makes the row visible.
GRANT SELECT, INSERT, UPDATE ON people TO gateway_app;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON people USING (EXISTS (
  SELECT FROM members m WHERE m.person_id = people.id AND m.organization_id = ANY (current_organizations())));
CREATE POLICY somebody_new ON people FOR INSERT WITH CHECK (true);
SELECT force_row_level_security();

-- As before, with the person's password and subject in the place of the member's.
CREATE OR REPLACE FUNCTION organizations_of_password(member_email text, digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id FROM people p JOIN members m ON m.person_id = p.id
  WHERE p.email = member_email AND p.password_digest = ANY (digests)
  ORDER BY m.last_signed_in_at DESC NULLS LAST, m.id
$$;

CREATE OR REPLACE FUNCTION organizations_of_identity(member_email text, subject text)
  RETURNS TABLE (organization_id uuid, id uuid, is_tied boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.organization_id, m.id, p.single_sign_on_subject IS NOT NULL FROM people p JOIN members m ON m.person_id = p.id
  WHERE p.email = member_email AND (p.single_sign_on_subject IS NULL OR p.single_sign_on_subject = subject)
  ORDER BY p.single_sign_on_subject IS NULL, m.last_single_sign_on_at DESC NULLS LAST, m.id
$$;

CREATE OR REPLACE FUNCTION password_salts(member_email text)
  RETURNS TABLE (salt text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT left(p.password_digest, 29) FROM people p WHERE p.email = member_email AND p.password_digest IS NOT NULL
  GROUP BY 1 ORDER BY min(p.created_at), 1 LIMIT 4
$$;

-- A session of an older generation has ended, in whichever organization it is: a new password ends them all in one statement.
CREATE OR REPLACE FUNCTION organization_of_session(digests text[])
  RETURNS TABLE (organization_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.organization_id, s.id FROM sessions s
  JOIN members m ON m.organization_id = s.organization_id AND m.id = s.member_id
  JOIN people p ON p.id = m.person_id
  WHERE s.digest = ANY (digests) AND s.generation = p.session_generation LIMIT 1
$$;

-- Whoever is a member nowhere any more goes, with the password.
CREATE FUNCTION remove_person_without_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- Of two memberships that end at once, the second waits here, and then sees that it is the last.
  PERFORM FROM people p WHERE p.id = OLD.person_id FOR UPDATE;
  DELETE FROM people p WHERE p.id = OLD.person_id AND NOT EXISTS (SELECT FROM members m WHERE m.person_id = p.id);
  RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION remove_person_without_membership() FROM PUBLIC;

CREATE TRIGGER remove_person_without_membership AFTER DELETE ON members
  FOR EACH ROW EXECUTE FUNCTION remove_person_without_membership();
