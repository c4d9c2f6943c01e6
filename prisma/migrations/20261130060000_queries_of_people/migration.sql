-- Whether the account's API key asked for a query, and may cancel it; else a person did. Of queries that are under way nobody knows.
ALTER TABLE "running_queries" ADD COLUMN "by_api_key" BOOLEAN NOT NULL DEFAULT false;
