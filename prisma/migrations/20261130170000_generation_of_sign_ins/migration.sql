-- A sign-in at an MCP server ends with the sessions of its member's person, by a new password or by signing out everywhere, in every
-- organization at once. Those that there are go on until then.
ALTER TABLE "oauth_grants" ADD COLUMN     "session_generation" INTEGER;

SELECT set_config('gateway.as_owner', 'on', true);
UPDATE oauth_grants g SET session_generation = p.session_generation
FROM members m JOIN people p ON p.id = m.person_id
WHERE m.organization_id = g.organization_id AND m.id = g.member_id;
