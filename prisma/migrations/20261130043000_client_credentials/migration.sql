-- Whether an OAuth client may come in without a person.
ALTER TABLE "oauth_clients" ADD COLUMN "allow_client_credentials" BOOLEAN NOT NULL DEFAULT false;
