-- A member who came by single sign-on has no password; one who signed in by it is tied to the provider's subject.
ALTER TABLE "members" ALTER COLUMN "password_digest" DROP NOT NULL;
ALTER TABLE "members" ADD COLUMN "single_sign_on_subject" TEXT;
