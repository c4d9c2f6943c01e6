// Generated from /openapi.json by `npm run api:types`.

export interface paths {
    "/.well-known/oauth-protected-resource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where to sign in for the MCP server, where there is but one (RFC 9728) */
        get: operations["getOnlyResourceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-protected-resource/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where to sign in at /mcp, the address of all MCP servers with sign-in (RFC 9728) */
        get: operations["getSingleResourceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-protected-resource/mcp/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where to sign in for an MCP server (RFC 9728) */
        get: operations["getResourceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-report/{mcp_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report what an MCP server allowed and what was done with it, also of one that is gone */
        get: operations["getAccessReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-report/{mcp_id}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same report as a CSV file, with all changes */
        get: operations["downloadAccessReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API tokens, newest first */
        get: operations["listApiTokens"];
        put?: never;
        /** Create an API token; it is shown in this answer only */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-token/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API token */
        get: operations["getApiToken"];
        put?: never;
        post?: never;
        /** Revoke an API token at once */
        delete: operations["revokeApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List changes, newest first */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Verify the chain of hashes, and name the first broken link */
        get: operations["verifyAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ended-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List MCP servers and API tokens that expired or were revoked, the last one first */
        get: operations["listEndedAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is up */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List integrated accounts, newest first */
        get: operations["listIntegratedAccounts"];
        put?: never;
        /** Connect a Looker instance; it is logged in to once */
        post: operations["createIntegratedAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the MCP servers of an account, newest first */
        get: operations["listMcpServers"];
        put?: never;
        /** Issue an MCP URL; it is shown in this answer only */
        post: operations["createMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an MCP server */
        get: operations["getMcpServer"];
        put?: never;
        post?: never;
        /** Delete an MCP server and end its URL */
        delete: operations["deleteMcpServer"];
        options?: never;
        head?: never;
        /** Rename, change filters or expiry */
        patch: operations["updateMcpServer"];
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the recorded messages as a sequence */
        get: operations["getCapture"];
        put?: never;
        /** Record the OAuth and MCP messages of a server for an hour at most, without secrets and contents */
        post: operations["startCapture"];
        /** End the recording, and remove what it recorded */
        delete: operations["endCapture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what clients do when they connect to an MCP URL, and say at the first fault what to change
         * @description The gateway asks itself at PUBLIC_URL, and nothing else: what is in front of it is on the way. Where it cannot reach itself there, run `npm run doctor` where the clients are.
         */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/least-privilege": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what the calls of an MCP server needed against what it may do, and suggest a narrower config
         * @description Needs mcp_servers:read too.
         */
        get: operations["getLeastPrivilege"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/least-privilege/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell which of the calls in the log a config would have refused; nothing is sent or changed
         * @description Needs mcp_servers:read too.
         */
        post: operations["replayCalls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the server a new URL, the old one working on for a grace */
        post: operations["rotateMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tools of an MCP server with their arguments, as its clients see them */
        get: operations["listMcpServerTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/{mcp_id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a tool of an MCP server as its clients would; closing the connection cancels it */
        post: operations["tryTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/for-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue an MCP URL for each of many Looker users, or of a group, each acting as that user */
        post: operations["createMcpServersForUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{account_id}/mcp/for-users/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same, answered as a CSV file */
        post: operations["createMcpServersForUsersAsFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an integrated account */
        get: operations["getIntegratedAccount"];
        put?: never;
        post?: never;
        /** Delete an account and end its MCP URLs */
        delete: operations["deleteIntegratedAccount"];
        options?: never;
        head?: never;
        /** Rename, or replace the connection */
        patch: operations["updateIntegratedAccount"];
        trace?: never;
    };
    "/integrated-account/{id}/oauth-client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask Looker by which OAuth apps people can sign in there */
        get: operations["getLookerOauthClient"];
        put?: never;
        /**
         * Register the gateway, or an MCP client, as an OAuth app in Looker
         * @description With the API key of the account, whose user has to be an administrator of Looker. Registering again corrects the app and makes no second one.
         */
        post: operations["registerLookerOauthClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in to Looker again and read its release and tools anew */
        post: operations["refreshIntegratedAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrated-account/{id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tools that an account offers */
        get: operations["listIntegratedAccountTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations that were not accepted, newest first */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody for 7 days; the link is shown in this answer only */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation: become a member with a password of your own, and be signed in. With the password that you have in other organizations of this gateway, you join as the same person. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read what an invitation offers, by the token of its link */
        post: operations["findInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitation/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation as the person who is signed in, and go on in that organization */
        post: operations["joinByInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tool calls, newest first */
        get: operations["listToolCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch tool calls as they end: server-sent events named call, each an entry as GET /log lists it
         * @description Tells what ends from now on: read GET /log once the stream is open. It ends when the credential does; a busy gateway refuses with 429.
         */
        get: operations["watchToolCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same at one fixed address: people choose the server when they sign in */
        post: operations["sendMcpMessageToChosenServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp-server/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out whose an MCP URL or API token is or was, also when it has ended */
        post: operations["findToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** MCP over Streamable HTTP, stateless: revisions 2026-07-28 and 2025 */
        post: operations["sendMcpMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/member": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members, newest first */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/member/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member, who is signed out at once */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Give a member another role */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/oauth-client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the OAuth clients that were registered here, newest first */
        get: operations["listOauthClients"];
        put?: never;
        /** Register an OAuth client; its secret is shown in this answer only */
        post: operations["createOauthClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth-client/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an OAuth client at once */
        delete: operations["deleteOauthClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth-grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who signed in at which MCP server with which client, newest first */
        get: operations["listOauthGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth-grant/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a sign-in at once; members also without the permission, where it is their own */
        delete: operations["endOauthGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read your organization */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your organization's name, or how long its tool calls are kept */
        patch: operations["updateOrganization"];
        trace?: never;
    };
    "/organization/openid-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the OpenID provider of your organization, by which people sign in to MCP servers who are no members */
        get: operations["getOpenidProvider"];
        /**
         * Set the OpenID provider of your organization
         * @description With another issuer, client id or claim it has other people: all sign-ins by it end at once. Another name or secret ends none.
         */
        put: operations["setOpenidProvider"];
        post?: never;
        /** Remove the OpenID provider of your organization */
        delete: operations["deleteOpenidProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization/openid-provider/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the discovery document of an OpenID provider, and say what is wrong with it; nothing is changed */
        post: operations["checkOpenidProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The gateway can serve: its database answers */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who is signed in */
        get: operations["getSession"];
        put?: never;
        /** Sign in at the dashboard; the session is in a cookie and ends after 30 days */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out everywhere, in all organizations, and end what you let in at MCP servers as a member, by password or single sign-on */
        delete: operations["signOutEverywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how people can sign in here */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on in another organization where you are a member; the session and its csrf_token are new ones */
        post: operations["switchOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your own password, in all organizations; you are signed out everywhere else, and what you let in at MCP servers as a member, by password or single sign-on, has ended */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in at the OpenID Connect provider; whoever is signed in as another member in this browser stays so */
        get: operations["beginSingleSignOn"];
        put?: never;
        /** Begin to sign in at the OpenID Connect provider, or to accept an invitation there, where the browser goes next; the new session takes the place of the one in this browser */
        post: operations["startSingleSignOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/single-sign-on/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the OpenID Connect provider sends the browser back to */
        get: operations["finishSingleSignOn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read whether the gateway waits for its first organization */
        get: operations["getSetup"];
        put?: never;
        /** Make the first organization and its owner with the code in the log, and be signed in */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sum tool calls by MCP server, tool, caller or day: the 1000 most used, or all days in their order */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the calls of each MCP server by day, and tell its last call, for all servers at once */
        get: operations["getUsageOfMcpServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptInvitationDto: {
            /**
             * Format: password
             * @description 12 to 72 bytes.
             */
            password: string;
            /** @description The last part of the link in the invitation. */
            token: string;
        };
        AccessEventView: {
            /** @example mcp_server.changed */
            action: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["ActorView"] | null;
            changes: components["schemas"]["FieldChangeView"][];
        };
        AccessReportView: {
            account_name: string | null;
            /**
             * Format: date-time
             * @description Calls before this time may be gone from the log. Null: none are.
             */
            calls_missing_before: string | null;
            /** @description Calls that were not for reading, whatever came of them, newest first: 200 at most. The CSV has all. */
            changes: components["schemas"]["ChangeCallView"][];
            changes_are_all: boolean;
            /** @description The most active first. */
            clients: components["schemas"]["ClientCallsView"][];
            /** @description What it allows, or allowed at last. */
            config: components["schemas"]["McpServerConfigView"];
            /** @description Days with calls, the oldest first. */
            days: components["schemas"]["DayCallsView"][];
            /**
             * Format: date-time
             * @description Null: it has not ended.
             */
            ended_at: string | null;
            ended_by: components["schemas"]["ActorView"] | null;
            /** @enum {string|null} */
            ending: "expired" | "revoked" | "account_deleted" | null;
            /** @description What happened to it, oldest first; the newest 500. */
            events: components["schemas"]["AccessEventView"][];
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its latest URL, where the trail knows them. */
            fingerprint: string | null;
            /** Format: uuid */
            integrated_account_id: string;
            /** Format: date-time */
            issued_at: string;
            issued_by: components["schemas"]["ActorView"] | null;
            /** Format: uuid */
            mcp_server_id: string;
            name: string;
            /** @description What the gateway does not keep, and the report so cannot tell. */
            notes: string[];
            /** @description The most used first. */
            tools: components["schemas"]["ToolCallsView"][];
            total: components["schemas"]["CallSumsView"];
            /**
             * Format: date-time
             * @description Calls that came in before this time are counted.
             */
            until: string;
        };
        AccountPage: {
            next_cursor: string | null;
            result: components["schemas"]["AccountView"][];
        };
        AccountView: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            integration: "looker";
            looker: components["schemas"]["LookerInstanceView"];
            name: string;
            /** @description By which OAuth app in Looker people sign in there. Null: nobody can. */
            oauth_client_guid: string | null;
            /**
             * @description `needs_reauth`: Looker refused the stored credentials; replace them. `unreachable`: it did not answer several calls in a row; the next answer ends it.
             * @enum {string}
             */
            state: "connected" | "needs_reauth" | "unreachable";
            /** Format: date-time */
            state_changed_at: string;
            state_reason: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        ActorView: {
            id: string;
            /** @example member */
            kind: string;
            /** @description What it was called then: an e-mail address, or the name of an API token. */
            name: string;
        };
        ApiTokenPage: {
            next_cursor: string | null;
            result: components["schemas"]["ApiTokenView"][];
        };
        ApiTokenView: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its token. Null: of an old one that was not used for long. */
            fingerprint: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrated_account_id: string | null;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string | null;
            name: string;
            scopes: ("accounts:read" | "accounts:write" | "mcp_servers:read" | "mcp_servers:write" | "mcp:connect" | "api_tokens:read" | "api_tokens:write" | "members:read" | "members:write" | "logs:read" | "organization:read" | "organization:write")[];
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        AppRegistrationView: {
            description: string;
            display_name: string;
            enabled: boolean;
            redirect_uri: string;
        };
        ArgumentProblemView: {
            /** @example sorts.0 */
            path: string;
            rule: string;
        };
        AuditEventView: {
            /** @enum {string} */
            action: "organization.created" | "organization.changed" | "integrated_account.created" | "integrated_account.changed" | "integrated_account.deleted" | "integrated_account.needs_reauth" | "integrated_account.unreachable" | "integrated_account.reachable" | "integrated_account.oauth_client_registered" | "mcp_server.created" | "mcp_server.changed" | "mcp_server.rotated" | "mcp_server.deleted" | "mcp_server.expired" | "mcp_server.capture_started" | "mcp_server.capture_ended" | "mcp_server.acted_as_user" | "api_token.created" | "api_token.revoked" | "member.invited" | "member.joined" | "member.changed" | "member.removed" | "member.password_changed" | "invitation.revoked" | "session.created" | "session.ended" | "oauth_client.created" | "oauth_client.deleted" | "oauth_grant.created" | "oauth_grant.ended" | "openid_provider.created" | "openid_provider.changed" | "openid_provider.deleted";
            /** @description Kind, id and name of who did it, address and request id. */
            actor: {
                [key: string]: unknown;
            };
            after: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            /** @description SHA-256 over the event and the hash of the one before it. */
            hash: string;
            /** Format: uuid */
            id: string;
            record: string;
            record_id: string;
            /**
             * Format: int64
             * @description Counts from 1 without gaps, per organization.
             */
            sequence: number;
        };
        AuditPage: {
            next_cursor: string | null;
            result: components["schemas"]["AuditEventView"][];
        };
        AvailableTool: {
            /** @description JSON Schema of the body. */
            body_schema: {
                [key: string]: unknown;
            } | null;
            description: string;
            /** @enum {string} */
            effect: "read" | "write" | "destructive";
            /** @example search */
            method: string;
            /** @example looker_dashboards_search */
            name: string;
            /** @description JSON Schema of path and query properties. */
            query_schema: {
                [key: string]: unknown;
            };
            required: string[];
            /** @example dashboards */
            resource: string;
            tags: string[];
            /**
             * Format: int64
             * @description What it takes in a model's context.
             */
            tokens: number;
        };
        BrokenLinkView: {
            /** @enum {string} */
            fault: "altered" | "missing" | "out of order" | "cut off at the end";
            /** Format: int64 */
            sequence: number;
        };
        CallLimitsDto: {
            /** @description Default: `150000`. */
            characters?: number;
            /** @description Rows of a query. Default: `1000`. */
            rows?: number;
            /** @description A query that takes longer goes on in Looker, and the call answers with a handle to its results. Default: `200`. */
            seconds?: number;
        };
        CallLimitsView: {
            /** Format: int64 */
            characters: number;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            seconds: number;
        };
        CallLogEntryView: {
            /**
             * Format: uuid
             * @description The second factor, or what a tool was tried with.
             */
            api_token_id: string | null;
            /** @description Only of servers with log_arguments. */
            arguments: {
                [key: string]: unknown;
            } | null;
            /** Format: int64 */
            arguments_bytes: number;
            /** @description SHA-256 of the arguments as JSON with sorted keys. */
            arguments_digest: string;
            /**
             * Format: date-time
             * @description When the call came in.
             */
            at: string;
            /** Format: int64 */
            bytes: number;
            client_name: string | null;
            client_version: string | null;
            /** Format: double */
            duration_ms: number;
            /** @enum {string|null} */
            effect: "read" | "write" | "destructive" | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrated_account_id: string;
            /**
             * Format: double
             * @description Includes a login, where one was needed.
             */
            looker_duration_ms: number | null;
            /** @description Of what was created or changed, where Looker named it. */
            looker_record_id: string | null;
            /**
             * Format: int64
             * @description Null when nothing was sent, or no answer came.
             */
            looker_status: number | null;
            /** Format: uuid */
            mcp_server_id: string;
            /**
             * Format: uuid
             * @description Who tried the tool in the dashboard, or signed in as a member.
             */
            member_id: string | null;
            method: string | null;
            /**
             * Format: uuid
             * @description The sign-in by which the caller came in.
             */
            oauth_grant_id: string | null;
            /** @description Who signed in: an e-mail address, or a name. */
            person: string | null;
            protocol_version: string | null;
            /** Format: uuid */
            request_id: string;
            resource: string | null;
            /**
             * Format: int64
             * @description Null when the answer is no list.
             */
            rows: number | null;
            /** @enum {string} */
            status: "ok" | "tool_error" | "refused" | "unknown_tool" | "failed" | "aborted";
            tool_name: string;
        };
        CallLogPage: {
            next_cursor: string | null;
            result: components["schemas"]["CallLogEntryView"][];
        };
        CallResultView: {
            _meta?: {
                [key: string]: unknown;
            };
            content: (components["schemas"]["TextBlock"] | components["schemas"]["ImageBlock"] | components["schemas"]["ResourceBlock"])[];
            isError?: boolean;
            structuredContent?: {
                [key: string]: unknown;
            };
        };
        CallSumsView: {
            /**
             * Format: int64
             * @description Length of the answers to calls for reading.
             */
            bytes: number;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description Calls that succeeded and were not for reading.
             */
            changes: number;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** Format: date-time */
            first_at: string | null;
            /** Format: date-time */
            last_at: string | null;
            /**
             * Format: int64
             * @description Rows in answers to calls for reading.
             */
            rows: number;
        };
        CapturedFactView: {
            /** @enum {string} */
            name: "headers" | "authorization" | "content_type" | "accept" | "user_agent" | "bytes" | "protocol_version" | "client" | "tool" | "messages" | "parameters" | "response_type" | "grant_type" | "scope" | "resource" | "redirect_host" | "code_challenge_method" | "client_kind" | "auth_method" | "outcome" | "challenge_error" | "challenge_scope" | "leads_to";
            /** @example application/json */
            value: string;
        };
        CapturedMessageView: {
            answer: components["schemas"]["CapturedFactView"][];
            /**
             * Format: date-time
             * @description When the request came.
             */
            at: string;
            /** Format: int64 */
            duration_ms: number;
            /**
             * @description A code of the gateway, of JSON-RPC or of OAuth. Null: none.
             * @example credential.invalid
             */
            error: string | null;
            /** Format: uuid */
            id: string;
            /** @description Whether something went wrong; being sent to sign in at first is no fault. */
            is_fault: boolean;
            /** @enum {string} */
            kind: "oauth" | "mcp";
            /** @example POST */
            method: string;
            /** @example /mcp/:token */
            path: string;
            request: components["schemas"]["CapturedFactView"][];
            /**
             * @description The client itself, or the browser of its person.
             * @enum {string}
             */
            sender: "client" | "browser";
            /**
             * Format: int64
             * @description Of HTTP. Null: the client left before it was answered.
             */
            status: number | null;
            /**
             * @description What the request is for.
             * @example tools/list
             */
            step: string;
        };
        CaptureStateView: {
            /**
             * Format: date-time
             * @description When the recording ends or has ended.
             */
            capturing_until: string | null;
            /**
             * Format: date-time
             * @description Until when the messages can be read.
             */
            kept_until: string | null;
            /** Format: date-time */
            started_at: string | null;
            /**
             * @description `on`: messages are recorded. `ended`: those of before can still be read. `off`: there is nothing.
             * @enum {string}
             */
            state: "off" | "on" | "ended";
        };
        CaptureView: {
            /**
             * Format: date-time
             * @description When the recording ends or has ended.
             */
            capturing_until: string | null;
            /**
             * Format: date-time
             * @description Until when the messages can be read.
             */
            kept_until: string | null;
            /** @description In the order in which the requests came: the last 500 at most. */
            messages: components["schemas"]["CapturedMessageView"][];
            /** Format: date-time */
            started_at: string | null;
            /**
             * @description `on`: messages are recorded. `ended`: those of before can still be read. `off`: there is nothing.
             * @enum {string}
             */
            state: "off" | "on" | "ended";
        };
        ChainReportView: {
            /** @description The first link that is not as it was written. */
            broken: components["schemas"]["BrokenLinkView"] | null;
            /**
             * Format: int64
             * @description How many events were read and found good.
             */
            events: number;
            /** @description Of a chain that is too long for one answer: go on from here, until this is null. */
            next_cursor: string | null;
        };
        ChangeAccountDto: {
            /** @description What is left out stays as it is. Changes are tried on Looker first. */
            looker?: components["schemas"]["ChangeLookerCredentialsDto"];
            name?: string;
            /** @description By which OAuth app in Looker people sign in there, where an administrator registered it by hand. Null: none, nobody can. Another base_url without it ends the one before. */
            oauth_client_guid?: string | null;
        };
        ChangeCallView: {
            /** @description Only of servers with log_arguments. */
            arguments: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            client_name: string | null;
            /** @enum {string} */
            effect: "write" | "destructive";
            /** Format: uuid */
            id: string;
            /** @description Of what was created or changed, where Looker named it. */
            looker_record_id: string | null;
            /** Format: int64 */
            looker_status: number | null;
            /** @enum {string} */
            status: "ok" | "tool_error" | "refused" | "unknown_tool" | "failed" | "aborted";
            tool_name: string;
        };
        ChangeLookerCredentialsDto: {
            /**
             * Format: uri
             * @description Address of the Looker API, without a path.
             * @example https://acme.cloud.looker.com
             */
            base_url?: string;
            /** @description Client id of a Looker API key. */
            client_id?: string;
            /** @description Client secret of the same key. Sealed at once; never shown again. */
            client_secret?: string;
        };
        ChangeMcpServerDto: {
            /** @description Says which tools the URL may use, with `methods`, or with `tools.include` alone; for all tools, methods ["read", "write", "custom"]. A PATCH merges it into what is there, down to single values; lists are replaced. */
            config?: components["schemas"]["McpServerConfigDto"];
            /**
             * Format: date-time
             * @description When the URL stops working, to the second; at least 60 seconds ahead. Null or left out: never.
             */
            expires_at?: string | null;
            /** @example Looker BI Agent */
            name?: string;
        };
        ChangeMemberDto: {
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
        };
        ChangeOrganizationDto: {
            /** @description How long an access token of a sign-in lives. */
            access_token_minutes?: number;
            /** @description Tool calls are kept in the log for so many days. */
            call_log_retention_days?: number;
            /** @description Whether clients that registered themselves (RFC 7591) may be signed in with. False: only those that an admin registered, and those that say who they are by the address of a metadata document. What people let in before goes on until it is ended (DELETE /oauth-grant/{id}). */
            dynamic_client_registration?: boolean;
            /** @example Acme */
            name?: string;
            /** @description How long a sign-in lasts that is not used; each refresh begins it anew. */
            refresh_token_days?: number;
        };
        ChangePasswordDto: {
            /** Format: password */
            current_password: string;
            /**
             * Format: password
             * @description 12 to 72 bytes.
             */
            new_password: string;
        };
        CheckOpenidProviderDto: {
            /**
             * Format: uri
             * @description As its discovery document has it in `issuer`, to the letter, without /.well-known/….
             * @example https://login.acme.com
             */
            issuer: string;
        };
        CheckStepView: {
            /** Format: int64 */
            duration_ms: number;
            /** @description What was found, and of what is wrong what to change. */
            message: string;
            /** @example Address */
            name: string;
            /**
             * @description `warning`: most clients connect all the same. `fault`: the main ones do not, or not always.
             * @enum {string}
             */
            state: "ok" | "warning" | "fault" | "skipped";
        };
        ClientCallsView: {
            /**
             * Format: uuid
             * @description The second factor, where one was asked for.
             */
            api_token_id: string | null;
            api_token_name: string | null;
            /**
             * Format: int64
             * @description Length of the answers to calls for reading.
             */
            bytes: number;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description Calls that succeeded and were not for reading.
             */
            changes: number;
            /** @description As the client calls itself. */
            client_name: string | null;
            client_version: string | null;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** Format: date-time */
            first_at: string | null;
            /** Format: date-time */
            last_at: string | null;
            /**
             * Format: int64
             * @description Rows in answers to calls for reading.
             */
            rows: number;
        };
        ConnectionCheckDto: {
            /**
             * @description The URL as it was pasted into the client. It may be left out where people sign in; of every other server the gateway knows a digest only.
             * @example https://looker-mcp.example.com/mcp/lmg_url_…
             */
            url?: string;
        };
        ConnectionCheckView: {
            /** Format: int64 */
            duration_ms: number;
            /** @description What to change first. Null: nothing. */
            fault: string | null;
            /** @description Whether nothing was found that keeps a client from connecting. */
            healthy: boolean;
            /** @description Up to the first fault. */
            steps: components["schemas"]["CheckStepView"][];
        };
        CreateAccountDto: {
            /**
             * @description Default: `"looker"`.
             * @enum {string}
             */
            integration?: "looker";
            looker: components["schemas"]["LookerCredentialsDto"];
            /** @example Acme BI */
            name: string;
        };
        CreateApiTokenDto: {
            /** Format: date-time */
            expires_at?: string | null;
            /**
             * Format: uuid
             * @description Limits the token to one integrated account; it sees no other. Null or left out: all of them.
             */
            integrated_account_id?: string | null;
            /** @example Acme backend */
            name: string;
            /** @description What the token may do; no more than its maker may. */
            scopes: ("accounts:read" | "accounts:write" | "mcp_servers:read" | "mcp_servers:write" | "mcp:connect" | "api_tokens:read" | "api_tokens:write" | "members:read" | "members:write" | "logs:read" | "organization:read" | "organization:write")[];
        };
        CreatedApiTokenView: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its token. Null: of an old one that was not used for long. */
            fingerprint: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrated_account_id: string | null;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string | null;
            name: string;
            scopes: ("accounts:read" | "accounts:write" | "mcp_servers:read" | "mcp_servers:write" | "mcp:connect" | "api_tokens:read" | "api_tokens:write" | "members:read" | "members:write" | "logs:read" | "organization:read" | "organization:write")[];
            /** @description Shown this once. */
            token: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        CreatedInvitationView: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
            /** @description Shown this once. */
            token: string;
            /** @description Where the invited person sets a password. Shown this once. */
            url: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        CreatedMcpServerView: {
            config: components["schemas"]["McpServerConfigView"];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its URL. Null: of an old one that was not used for long. */
            fingerprint: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrated_account_id: string;
            name: string;
            /**
             * @description `expired`: its URL answers 404. It can be prolonged until it is removed, within two hours.
             * @enum {string}
             */
            state: "active" | "expired";
            /** @description Shown this once. Null with `config.auth` "oauth": its URL holds no token. */
            token: string | null;
            tools: components["schemas"]["ShownToolsView"];
            /** Format: date-time */
            updated_at: string;
            /** @description The MCP URL to paste into a client. Shown this once, but with `config.auth` "oauth". */
            url: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
            /** @description Who is named in `config.oauth` and cannot sign in as things are, and what to do about it. */
            warnings: string[];
        };
        CreatedOauthClientView: {
            /** @description Whether it may come in without a person. */
            allow_client_credentials: boolean;
            /** @description Shown this once. Null: a public client, which has none. */
            client_secret: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** @description The last four characters of its secret. Null: it has none. */
            fingerprint: string | null;
            /**
             * Format: uuid
             * @description The client id to enter in the client.
             */
            id: string;
            name: string;
            redirect_uris: string[];
            /** Format: date-time */
            updated_at: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        CreateInvitationDto: {
            /**
             * Format: email
             * @example ana@acme.com
             */
            email: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
        };
        CreateMcpServerDto: {
            /** @description Says which tools the URL may use, with `methods`, or with `tools.include` alone; for all tools, methods ["read", "write", "custom"]. A PATCH merges it into what is there, down to single values; lists are replaced. */
            config: components["schemas"]["McpServerConfigDto"];
            /**
             * Format: date-time
             * @description When the URL stops working, to the second; at least 60 seconds ahead. Null or left out: never.
             */
            expires_at?: string | null;
            /** @example Looker BI Agent */
            name: string;
        };
        CreateOauthClientDto: {
            /** @description Whether the client may also come in without a person, by its id and secret, at servers with `oauth.client_credentials` (RFC 6749, 4.4). Default: `false`. */
            allow_client_credentials?: boolean;
            /** @description Whether it gets a secret, for clients that can keep one. False: PKCE alone protects its sign-ins. Default: `true`. */
            has_secret?: boolean;
            /** @example Claude of Acme */
            name: string;
            /** @description Where the client takes its answers: https, or http on loopback for programs on a person’s own machine. Left out: those of Claude. Default: `["https://claude.ai/api/mcp/auth_callback","https://claude.com/api/mcp/auth_callback"]`. */
            redirect_uris?: string[];
        };
        CreateUserServersDto: {
            /** @description As for one MCP server. Its `identity.kind` and `identity.user` are set for each user, so that every call is made as that user. */
            config: components["schemas"]["McpServerConfigDto"];
            /**
             * Format: date-time
             * @description When the URLs stop working, to the second; at least 60 seconds ahead. Null or left out: never.
             */
            expires_at?: string | null;
            /**
             * @description The id of a group in Looker: all its active users, 500 at most. This or users.
             * @example 3
             */
            group_id?: string;
            /**
             * @description The name of each server; `{name}` and `{email}` stand for the user’s. Default: `"{name}"`.
             * @example {name} (sales)
             */
            name?: string;
            /**
             * @description Looker users, each by id or e-mail address; 500 at most. This or group_id.
             * @example [
             *       "ana@acme.com",
             *       "17"
             *     ]
             */
            users?: string[];
        };
        DayCallsView: {
            /**
             * Format: int64
             * @description Length of the answers to calls for reading.
             */
            bytes: number;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description Calls that succeeded and were not for reading.
             */
            changes: number;
            /** @description UTC, YYYY-MM-DD. */
            day: string;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** Format: date-time */
            first_at: string | null;
            /** Format: date-time */
            last_at: string | null;
            /**
             * Format: int64
             * @description Rows in answers to calls for reading.
             */
            rows: number;
        };
        EmbeddedDocument: {
            /** @description In base64. */
            blob: string;
            /** @example application/pdf */
            mimeType: string;
            uri: string;
        };
        EndedAccessPage: {
            next_cursor: string | null;
            result: components["schemas"]["EndedAccessView"][];
        };
        EndedAccessView: {
            /** @description Also of an account that is gone. */
            account_name: string | null;
            /** @description What an MCP server allowed at last. */
            config: components["schemas"]["McpServerConfigView"] | null;
            /** Format: date-time */
            ended_at: string;
            /** @description Null for what expired. */
            ended_by: components["schemas"]["ActorView"] | null;
            /** @enum {string} */
            ending: "expired" | "revoked" | "account_deleted";
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its URL or token, where the trail knows them. */
            fingerprint: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: an API token for all accounts.
             */
            integrated_account_id: string | null;
            /** Format: date-time */
            issued_at: string;
            issued_by: components["schemas"]["ActorView"] | null;
            /** @enum {string} */
            kind: "mcp_server" | "api_token";
            /**
             * Format: date-time
             * @description Of an MCP server: the newest call that the log still keeps.
             */
            last_call_at: string | null;
            name: string;
            /** @description What an API token allowed. */
            scopes: string[] | null;
        };
        ErrorBody: {
            /**
             * @example mcp_server.not_found
             * @enum {string}
             */
            code: "request.invalid" | "request.json_broken" | "request.cursor_invalid" | "request.body_too_large" | "request.address_too_long" | "request.headers_too_large" | "request.timed_out" | "request.expectation_failed" | "request.media_type_unsupported" | "request.origin_refused" | "request.host_refused" | "request.csrf_missing" | "request.precondition_failed" | "request.rate_limited" | "route.not_found" | "route.method_not_allowed" | "credential.missing" | "credential.invalid" | "credential.in_query" | "credential.scope_missing" | "sign_in.method_off" | "sign_in.unavailable" | "single_sign_on.refused" | "single_sign_on.unavailable" | "setup.closed" | "setup.code_wrong" | "permission.missing" | "organization.email_taken" | "member.not_found" | "member.last_owner" | "invitation.not_found" | "integrated_account.not_found" | "mcp_server.not_found" | "api_token.not_found" | "oauth_client.not_found" | "oauth_grant.not_found" | "oauth_sign_in.not_found" | "openid_provider.not_found" | "mcp_server.no_tools" | "mcp_server.tools_too_large" | "mcp_server.expiry_too_soon" | "mcp_server.too_many_old_urls" | "mcp_server.url_is_public" | "record.conflict" | "record.not_found" | "report.timed_out" | "looker.address_refused" | "looker.unreachable" | "looker.not_looker" | "looker.login_refused" | "looker.oauth_client_refused" | "service.busy" | "service.not_ready" | "service.internal";
            /** @example Not Found */
            error: string;
            fields?: components["schemas"]["FieldProblemView"][];
            /** @description True when Looker refused; `remote` says how. */
            is_remote_error?: boolean;
            /** @description What happened and what to do next. */
            message: string;
            remote?: components["schemas"]["RemoteErrorView"];
            request_id: string;
            /**
             * Format: int64
             * @example 404
             */
            statusCode: number;
        };
        ExternalIssuerDto: {
            /**
             * @description What its tokens for this server have in `aud`.
             * @example looker-mcp
             */
            audience?: string;
            /** @description The claim with the e-mail address by which `emails` and `domains` judge, and the call log names people. Default: `"email"`. */
            email_claim?: string;
            /**
             * Format: uri
             * @description As its tokens have it in `iss`, to the letter.
             * @example https://login.acme.com/
             */
            issuer?: string;
            /**
             * Format: uri
             * @description Where its public keys are.
             * @example https://login.acme.com/jwks
             */
            jwks_uri?: string;
            /** @description Scopes that each token must have, which clients are told to ask for. If a token has `looker:read` or `looker:write` besides, it is bound to them. Default: `[]`. */
            required_scopes?: string[];
        };
        ExternalIssuerView: {
            audience: string;
            email_claim: string;
            issuer: string;
            jwks_uri: string;
            required_scopes: string[];
        };
        FieldChangeView: {
            after: string | null;
            before: string | null;
            /** @example expires_at */
            field: string;
        };
        FieldProblemView: {
            /** @example looker.base_url */
            path: string;
            rule: string;
        };
        FilterConfigView: {
            methods: string[];
            tags: string[];
            tools: components["schemas"]["ToolNamesView"];
            toolsets: ("api" | "tasks")[];
        };
        FindInvitationDto: {
            /** @description The last part of the link in the invitation. */
            token: string;
        };
        FindTokenDto: {
            /**
             * @description A whole MCP URL, URL token or API token, as it was found: spaces, quotes, a path or `Authorization: Bearer` around it do no harm. The first one in the text counts.
             * @example https://gateway.example.com/mcp/lmg_url_…
             */
            url: string;
        };
        FoundInvitationView: {
            /** @description Whom it is for. */
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** @description What is joined. */
            organization_name: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
        };
        FoundTokenView: {
            /** @description Also of an account that is gone. */
            account_name: string | null;
            /**
             * Format: date-time
             * @description When it stopped working. Null: it works, or the time is not known.
             */
            ended_at: string | null;
            /** @description Whether the MCP server or API token is still there. */
            exists: boolean;
            /** @description The last four characters of the token. */
            fingerprint: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: an API token for all accounts.
             */
            integrated_account_id: string | null;
            /** @enum {string} */
            kind: "mcp_server" | "api_token";
            name: string;
            /**
             * @description `in_grace`: replaced, and working until `valid_until`. `expired`: works again if it is prolonged. `replaced`: there is a new one. `revoked`: the record is gone.
             * @enum {string}
             */
            state: "working" | "in_grace" | "expired" | "replaced" | "revoked";
            /**
             * Format: date-time
             * @description Until when it works. Null: without end, or it does not work.
             */
            valid_until: string | null;
        };
        HealthView: {
            /** @enum {string} */
            status: "ok";
        };
        IdentityConfigDto: {
            /** @description Whether task tools that have the argument `act_as_user` take it. Each use is in the audit trail. To act as others, the API key must be an administrator’s. Default: `false`. */
            act_as_user?: boolean;
            /**
             * @description As whom Looker is called. `service_account`: as the owner of the account’s API key. `fixed_user`: as the Looker user of `user`. `caller`: as the person who signed in, by their own sign-in at Looker, or as the Looker user who has the e-mail address that they signed in with. To act as others, the API key must be an administrator’s. A person who signed in at Looker is always called for by their own name. Default: `"service_account"`.
             * @enum {string}
             */
            kind?: "service_account" | "fixed_user" | "caller";
            /**
             * @description With `fixed_user`: the id or the e-mail address of a Looker user.
             * @example ana@acme.com
             */
            user?: string | null;
        };
        IdentityConfigView: {
            act_as_user: boolean;
            /** @enum {string} */
            kind: "service_account" | "fixed_user" | "caller";
            user: string | null;
        };
        ImageBlock: {
            /** @description In base64. */
            data: string;
            /** @example image/png */
            mimeType: string;
            /** @enum {string} */
            type: "image";
        };
        InvitationPage: {
            next_cursor: string | null;
            result: components["schemas"]["InvitationView"][];
        };
        InvitationView: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        JoinByInvitationDto: {
            /** @description The last part of the link in the invitation. */
            token: string;
        };
        JsonRpcErrorView: {
            /**
             * Format: int64
             * @example -32000
             */
            code: number;
            /** @description Of refusals before and around the protocol: their code and the id of the request. What the protocol itself refuses, such as a revision that is not spoken, has the data that its specification gives. */
            data?: components["schemas"]["RefusalView"] | {
                [key: string]: unknown;
            };
            message: string;
        };
        LeastPrivilegeView: {
            /** @description What the server may do now. */
            allowed: components["schemas"]["OfferView"];
            /**
             * Format: int64
             * @description All calls of the period.
             */
            calls: number;
            /** Format: int64 */
            days: number;
            /**
             * Format: int64
             * @description For how many days the organization keeps calls.
             */
            days_max: number;
            /**
             * Format: int64
             * @description Of them: calls of the tools that search the others.
             */
            discovery_calls: number;
            effects: components["schemas"]["ToolShareView"][];
            methods: components["schemas"]["ToolShareView"][];
            /**
             * Format: int64
             * @description How many of the allowed tools were called and worked.
             */
            needed_count: number;
            /** Format: date-time */
            since: string;
            suggestions: components["schemas"]["SuggestionsView"];
            tags: components["schemas"]["ToolShareView"][];
            /**
             * Format: int64
             * @description Of them: calls of names that the server did not offer then. They failed already.
             */
            unknown_calls: number;
            /** @description Allowed tools that were never called. */
            unused_tools: components["schemas"]["UnusedToolsView"];
            /** @description Tools that were called, the most called first. */
            used_tools: components["schemas"]["UsedToolView"][];
        };
        LookerAppsView: {
            apps: components["schemas"]["LookerAppView"][];
            /** @description What a Looker administrator clicks to register an app by hand. */
            by_hand: string;
            /** @description By which app people sign in at this Looker on the gateway’s pages. Null: none, they cannot. */
            client_guid: string | null;
        };
        LookerAppView: {
            client_guid: string;
            /** @enum {string} */
            preset: "gateway" | "claude-desktop" | "cursor" | "vscode" | "antigravity" | "custom";
            /** @description What is wrong, and what to do about it. */
            problem: string | null;
            /** @description The body of Looker’s operation register_oauth_client_app for this app. */
            registration: components["schemas"]["AppRegistrationView"];
            /**
             * @description `not_seen`: it is not registered, or Looker does not show its apps to the user of the account’s API key.
             * @enum {string}
             */
            state: "registered" | "other_redirect" | "disabled" | "not_seen";
        };
        LookerCatalogueView: {
            /** @description Tools that only this instance has; tagged `unreviewed`. */
            added: string[];
            /**
             * @description The release whose tools were reviewed.
             * @example 26.12.0
             */
            bundled_release: string;
            /** Format: date-time */
            checked_at: string | null;
            /** @description Tools that this instance lacks. */
            missing: string[];
            /** @description Why the instance's description could not be used. */
            problem: string | null;
        };
        LookerCredentialsDto: {
            /**
             * Format: uri
             * @description Address of the Looker API, without a path.
             * @example https://acme.cloud.looker.com
             */
            base_url: string;
            /** @description Client id of a Looker API key. */
            client_id: string;
            /** @description Client secret of the same key. Sealed at once; never shown again. */
            client_secret: string;
        };
        LookerInstanceView: {
            base_url: string;
            catalogue: components["schemas"]["LookerCatalogueView"];
            /** @example 26.12.4 */
            release: string | null;
            /** @description The Looker user whom the API key acts as. */
            user_id: string | null;
            user_name: string | null;
        };
        McpServerConfigDto: {
            /**
             * @description `url`: the token in the URL is the credential. `api_token`: that, and an API token of the organization with each request. `oauth`: people sign in; the URL is no secret. Default: `"url"`.
             * @enum {string}
             */
            auth?: "url" | "api_token" | "oauth";
            /** @description As whom Looker is called. */
            identity?: components["schemas"]["IdentityConfigDto"];
            /** @description How much one call may answer and how long it may take, unless it asks for less. */
            limits?: components["schemas"]["CallLimitsDto"];
            /** @description The call log keeps the arguments of each call, up to 16 KiB, with secrets masked. Else it keeps their digest and size. Default: `false`. */
            log_arguments?: boolean;
            /**
             * @description `read`, `write`, `custom`, or exact method names such as `search`. A tool must have one of them. Of task tools `write` admits each that changes something, and their methods are the first words of their names.
             * @example [
             *       "read"
             *     ]
             */
            methods?: string[];
            /** @description With `auth` "oauth": who may sign in, and how. */
            oauth?: components["schemas"]["OauthConfigDto"];
            /** @description True is the same as `auth` "api_token": each request must also carry an API token of the organization. Default: `false`. */
            require_api_token_auth?: boolean;
            /**
             * @description Tags of which a tool must have one. Left out: no filter by tag.
             * @example [
             *       "dashboards"
             *     ]
             */
            tags?: string[];
            /**
             * @description `auto` lists every tool where they are at most 128 and fit tools_tokens_max (20000 unless given), else up to 40 that are needed most, with tools that search and call the others. `all` lists every tool. `discovery` lists those that search and call alone. A tool that the filter admits can be called by its name, listed or not. Default: `"auto"`.
             * @enum {string}
             */
            tool_exposure?: "all" | "discovery" | "auto";
            /** @description Names of tools that are in, or out, whatever methods and tags say. */
            tools?: components["schemas"]["ToolNamesDto"];
            /** @description How many tokens (o200k_base) tools/list may take; more are refused, or with `auto` left to the search. Null: no bound. */
            tools_tokens_max?: number | null;
            /** @description `api`: Looker’s API, a tool an operation. `tasks`: what people want done, a tool a task, named as other servers for Looker name them; their groups are tags. Default: `["api"]`. */
            toolsets?: ("api" | "tasks")[];
        };
        McpServerConfigView: {
            /** @enum {string} */
            auth: "url" | "api_token" | "oauth";
            identity: components["schemas"]["IdentityConfigView"];
            limits: components["schemas"]["CallLimitsView"];
            log_arguments: boolean;
            methods: string[];
            oauth: components["schemas"]["OauthConfigView"];
            require_api_token_auth: boolean;
            tags: string[];
            /** @enum {string} */
            tool_exposure: "all" | "discovery" | "auto";
            tools: components["schemas"]["ToolNamesView"];
            /** Format: int64 */
            tools_tokens_max: number | null;
            toolsets: ("api" | "tasks")[];
        };
        McpServerPage: {
            next_cursor: string | null;
            result: components["schemas"]["McpServerWithToolsView"][];
        };
        McpServerWithToolsView: {
            config: components["schemas"]["McpServerConfigView"];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string | null;
            /** @description The last four characters of its URL. Null: of an old one that was not used for long. */
            fingerprint: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrated_account_id: string;
            name: string;
            /**
             * @description `expired`: its URL answers 404. It can be prolonged until it is removed, within two hours.
             * @enum {string}
             */
            state: "active" | "expired";
            tools: components["schemas"]["ShownToolsView"];
            /** Format: date-time */
            updated_at: string;
            /** @description With `config.auth` "oauth": the MCP URL, which is no secret. Else null: its token is kept nowhere. */
            url: string | null;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
            /** @description Who is named in `config.oauth` and cannot sign in as things are, and what to do about it. */
            warnings: string[];
        };
        MemberPage: {
            next_cursor: string | null;
            result: components["schemas"]["MemberView"][];
        };
        MembershipView: {
            /**
             * Format: uuid
             * @description Of the organization.
             */
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
        };
        MemberView: {
            /** Format: date-time */
            created_at: string;
            email: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        OauthClientPage: {
            next_cursor: string | null;
            result: components["schemas"]["OauthClientView"][];
        };
        OauthClientView: {
            /** @description Whether it may come in without a person. */
            allow_client_credentials: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** @description The last four characters of its secret. Null: it has none. */
            fingerprint: string | null;
            /**
             * Format: uuid
             * @description The client id to enter in the client.
             */
            id: string;
            name: string;
            redirect_uris: string[];
            /** Format: date-time */
            updated_at: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        OauthConfigDto: {
            /** @description Whether programs may come in without a person: OAuth clients of the organization that have `allow_client_credentials`. Looker is then called by the service account. Default: `false`. */
            client_credentials?: boolean;
            /**
             * @description Whoever has an e-mail address of one of these may sign in.
             * @example [
             *       "acme.com"
             *     ]
             */
            domains?: string[];
            /**
             * @description Who may sign in. Without any here or in `domains`: every member, every user of the Looker, or everybody whom the organization’s OpenID provider knows.
             * @example [
             *       "ana@acme.com"
             *     ]
             */
            emails?: string[];
            /** @description Needed with `provider` "external": `issuer`, `jwks_uri` and `audience` at least. Null: none. */
            external?: components["schemas"]["ExternalIssuerDto"] | null;
            /**
             * @description Whose authorization server clients are sent to. `gateway`: the gateway’s own. `external`: the one that `external` describes. `looker`: the account’s Looker, whose tokens are passed on to it. Default: `"gateway"`.
             * @enum {string}
             */
            provider?: "gateway" | "external" | "looker";
            /** @description `looker`: at the account’s Looker, whose permissions each call then has. `member`: as a member of the organization. `openid_provider`: at the organization’s own OpenID provider (`/organization/openid-provider`), for people who are no members. Default: `["member"]`. */
            sign_in?: ("looker" | "member" | "openid_provider")[];
        };
        OauthConfigView: {
            client_credentials: boolean;
            domains: string[];
            emails: string[];
            external: components["schemas"]["ExternalIssuerView"] | null;
            /** @enum {string} */
            provider: "gateway" | "external" | "looker";
            sign_in: ("looker" | "member" | "openid_provider")[];
        };
        OauthGrantPage: {
            next_cursor: string | null;
            result: components["schemas"]["OauthGrantView"][];
        };
        OauthGrantView: {
            /** @description The host that the client’s answers went to. */
            client_host: string;
            /** @description What the client calls itself, which nobody has verified; or what the admin called it who registered it. */
            client_name: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_used_at: string | null;
            /** Format: uuid */
            mcp_server_id: string;
            /**
             * Format: uuid
             * @description Where the person signed in as a member.
             */
            member_id: string | null;
            /** @description What people call whoever signed in: an e-mail address, or a name. */
            person: string;
            scopes: string[];
            /**
             * @description Where the person signed in: at Looker, as a member, or at the organization’s OpenID provider.
             * @enum {string}
             */
            sign_in: "looker" | "member" | "openid_provider";
        };
        OfferView: {
            /**
             * Format: int64
             * @description How many tools can be called.
             */
            count: number;
            /**
             * @description What tools/list shows.
             * @enum {string}
             */
            exposure: "all" | "core" | "discovery";
            /**
             * Format: int64
             * @description How many tokens they take in a model's context when all are listed.
             */
            tokens: number;
        };
        OpenidProviderCheckView: {
            issuer: string;
            /** @description Why nobody could sign in there, and what to do. Empty: nothing was found. */
            problems: string[];
            /** @description The redirect URI to register at the provider. It is of this issuer alone. */
            redirect_uri: string;
            /** @description What to know of this provider. */
            remarks: string[];
        };
        OpenidProviderView: {
            client_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Whether a client secret is stored, which no answer shows. */
            has_client_secret: boolean;
            /** Format: uuid */
            id: string;
            issuer: string;
            /** @description What the button says at which people sign in. */
            name: string;
            /** @description The claim that names a person. */
            person_claim: string;
            /** @description The redirect URI to register at the provider. It is of this issuer alone. */
            redirect_uri: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        OrganizationView: {
            /**
             * Format: int64
             * @description How long an access token of a sign-in lives.
             */
            access_token_minutes: number;
            /**
             * Format: int64
             * @description Tool calls are kept in the log for so many days.
             */
            call_log_retention_days: number;
            /** Format: date-time */
            created_at: string;
            /** @description Whether clients that registered themselves may be signed in with. */
            dynamic_client_registration: boolean;
            /** @description Whether it has set its own OpenID provider (`/organization/openid-provider`). */
            has_openid_provider: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * Format: int64
             * @description How long a sign-in lasts that is not used.
             */
            refresh_token_days: number;
            /** Format: date-time */
            updated_at: string;
            /** @description Counts changes; in quotes it is the ETag for If-Match. */
            version: number;
        };
        ProtocolErrorView: {
            error: components["schemas"]["JsonRpcErrorView"];
            id: (string | null) | number;
            /** @enum {string} */
            jsonrpc: "2.0";
        };
        ProtocolResultView: {
            /** @description The id of the request. */
            id: string | number;
            /** @enum {string} */
            jsonrpc: "2.0";
            /** @description As the method is specified. */
            result: {
                [key: string]: unknown;
            };
        };
        RefusalView: {
            /** @enum {string} */
            code: "request.invalid" | "request.json_broken" | "request.cursor_invalid" | "request.body_too_large" | "request.address_too_long" | "request.headers_too_large" | "request.timed_out" | "request.expectation_failed" | "request.media_type_unsupported" | "request.origin_refused" | "request.host_refused" | "request.csrf_missing" | "request.precondition_failed" | "request.rate_limited" | "route.not_found" | "route.method_not_allowed" | "credential.missing" | "credential.invalid" | "credential.in_query" | "credential.scope_missing" | "sign_in.method_off" | "sign_in.unavailable" | "single_sign_on.refused" | "single_sign_on.unavailable" | "setup.closed" | "setup.code_wrong" | "permission.missing" | "organization.email_taken" | "member.not_found" | "member.last_owner" | "invitation.not_found" | "integrated_account.not_found" | "mcp_server.not_found" | "api_token.not_found" | "oauth_client.not_found" | "oauth_grant.not_found" | "oauth_sign_in.not_found" | "openid_provider.not_found" | "mcp_server.no_tools" | "mcp_server.tools_too_large" | "mcp_server.expiry_too_soon" | "mcp_server.too_many_old_urls" | "mcp_server.url_is_public" | "record.conflict" | "record.not_found" | "report.timed_out" | "looker.address_refused" | "looker.unreachable" | "looker.not_looker" | "looker.login_refused" | "looker.oauth_client_refused" | "service.busy" | "service.not_ready" | "service.internal";
            request_id: string;
        };
        RefusedToolView: {
            /** Format: int64 */
            calls: number;
            /** Format: date-time */
            last_used_at: string;
            name: string;
            /**
             * Format: int64
             * @description Calls that ended as ok then.
             */
            worked: number;
        };
        RegisterLookerAppDto: {
            /**
             * @description By which Looker knows the app. Left out: that of the preset; `custom` needs one.
             * @example claude-desktop
             */
            client_guid?: string;
            /** @description How Looker names it to people who sign in. For `custom` only. */
            display_name?: string;
            /**
             * @description `gateway`: people sign in at Looker on the pages of the gateway. The clients are for MCP servers with `oauth.provider: looker`. `custom`: the app that the other fields describe. Default: `"gateway"`.
             * @enum {string}
             */
            preset?: "gateway" | "claude-desktop" | "cursor" | "vscode" | "antigravity" | "custom";
            /**
             * @description Where the app takes its answers. For `custom`, which needs one, and no other preset.
             * @example http://127.0.0.1:7777/oauth/callback
             */
            redirect_uri?: string;
        };
        RemoteErrorView: {
            message: string;
            /** Format: int64 */
            status: number;
        };
        ReplayDto: {
            /** @description As PATCH would take it: what is left out is taken from the server as it is. */
            config: components["schemas"]["McpServerConfigDto"];
            /** @description Calls of so many days until now; at most as many as the organization keeps. Left out: 30, or all that are kept. */
            days?: number;
        };
        ReplayView: {
            /**
             * Format: int64
             * @description All calls of the period.
             */
            calls: number;
            /** Format: int64 */
            days: number;
            /**
             * Format: int64
             * @description For how many days the organization keeps calls.
             */
            days_max: number;
            /**
             * Format: int64
             * @description Of them: calls of the tools that search the others.
             */
            discovery_calls: number;
            /**
             * Format: int64
             * @description Of discovery_calls: those that the config has no room for, since it lists its tools. Clients that read the list need none.
             */
            discovery_refused: number;
            /** @description The newest 20 of the refused calls. */
            newest: components["schemas"]["CallLogEntryView"][];
            /** @description What the config offers. */
            offer: components["schemas"]["OfferView"];
            /**
             * Format: int64
             * @description Calls that were taken then, and that the config refuses.
             */
            refused_calls: number;
            /** @description By tool, the most called first. */
            refused_tools: components["schemas"]["RefusedToolView"][];
            /**
             * Format: int64
             * @description Of them: calls that ended as ok then.
             */
            refused_worked: number;
            /** Format: date-time */
            since: string;
            /**
             * Format: int64
             * @description Of them: calls of names that the server did not offer then. They failed already.
             */
            unknown_calls: number;
        };
        ResourceBlock: {
            resource: components["schemas"]["EmbeddedDocument"];
            /** @enum {string} */
            type: "resource";
        };
        ResourceMetadataView: {
            authorization_servers: string[];
            /**
             * @example [
             *       "header"
             *     ]
             */
            bearer_methods_supported: string[];
            /** @description The URL of the MCP server. */
            resource: string;
            resource_name: string;
            scopes_supported: string[];
        };
        RotateMcpServerDto: {
            /** @description For how many seconds the URL until now goes on working beside the new one. With 0 every earlier URL ends at once, those in the grace of an earlier rotation included. Default: `0`. */
            grace_seconds?: number;
        };
        ServersUsageView: {
            /** Format: int64 */
            days: number;
            /** @description MCP servers that were called, the newest first, 5000 at most. Those that are gone are left out. */
            result: components["schemas"]["ServerUsageView"][];
            /**
             * Format: date-time
             * @description When the first day begins.
             */
            since: string;
        };
        ServerToolList: {
            result: components["schemas"]["ServerToolView"][];
        };
        ServerToolView: {
            description: string;
            /** @enum {string} */
            effect: "read" | "write" | "destructive";
            /** @description JSON Schema of the arguments. */
            input_schema: {
                [key: string]: unknown;
            };
            /** @example looker_dashboards_search */
            name: string;
            title: string;
        };
        ServerUsageView: {
            /** @description Calls of each day, the first one first. */
            calls: number[];
            /**
             * Format: int64
             * @description Calls of these days that did not end as ok.
             */
            errors: number;
            /**
             * Format: date-time
             * @description The newest call in the log, also from before these days.
             */
            last_call_at: string;
            /** Format: uuid */
            mcp_server_id: string;
        };
        SessionOrganizationView: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        SessionView: {
            /** @description To be sent as the header x-csrf-token with each request that changes something. */
            csrf_token: string;
            /** Format: date-time */
            expires_at: string;
            member: components["schemas"]["MemberView"];
            organization: components["schemas"]["SessionOrganizationView"];
            /** @description Where the person is a member, this organization included: POST /session/organization switches between them. */
            organizations: components["schemas"]["MembershipView"][];
            permissions: ("accounts:read" | "accounts:write" | "mcp_servers:read" | "mcp_servers:write" | "mcp:connect" | "api_tokens:read" | "api_tokens:write" | "members:read" | "members:write" | "logs:read" | "organization:read" | "organization:write")[];
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
        };
        SetOpenidProviderDto: {
            /**
             * @description The client id that the provider gave to this gateway.
             * @example looker-mcp
             */
            client_id: string;
            /** @description The client secret that the provider gave, which no answer shows. Left out: the one that is stored stays, where issuer and client id stay. Null: a public client, which has none. */
            client_secret?: string | null;
            /**
             * Format: uri
             * @description As its discovery document has it in `issuer`, to the letter, without /.well-known/….
             * @example https://login.acme.com
             */
            issuer: string;
            /**
             * @description What the button says at which people sign in.
             * @example Acme Login
             */
            name: string;
            /** @description The claim that names a person, and by which `emails` and `domains` of a server judge. `email` counts only where `email_verified` is true. Any other one is believed as it is: take one that people cannot change by themselves. Default: `"email"`. */
            person_claim?: string;
        };
        SetUpDto: {
            /** @description The code that the gateway prints at its start while it has no organization. */
            code: string;
            /**
             * Format: email
             * @description What its owner signs in with.
             * @example admin@acme.com
             */
            email: string;
            /** @example Acme */
            organization_name: string;
            /**
             * Format: password
             * @description 12 to 72 bytes. Left out where the gateway takes no passwords.
             */
            password?: string;
        };
        SetupView: {
            /** @description Whether the gateway waits for its first organization, and lets it be made here. */
            needed: boolean;
        };
        ShownByExposure: {
            all: components["schemas"]["ShownToolsView"];
            auto: components["schemas"]["ShownToolsView"];
            discovery: components["schemas"]["ShownToolsView"];
        };
        ShownToolsView: {
            /**
             * Format: int64
             * @description How many tools can be called.
             */
            count: number;
            /**
             * @description What tools/list shows: every tool, those needed most and a search for the others, or the search alone.
             * @enum {string}
             */
            exposure: "all" | "core" | "discovery";
            /**
             * Format: int64
             * @description How many tools tools/list shows.
             */
            listed: number;
            /** @example o200k_base */
            tokenizer: string;
            /**
             * Format: int64
             * @description How many tokens tools/list takes in a model's context.
             */
            tokens: number;
            /** @description What some clients make of so long a list. */
            warnings: string[];
        };
        SignInDto: {
            /** @example admin@acme.com */
            email: string;
            /**
             * Format: uuid
             * @description Of several organizations where the address has this password. Left out: the one signed in to last.
             */
            organization_id?: string;
            /** Format: password */
            password: string;
        };
        SignInMethodsView: {
            /** @description The gateway is in local mode: e-mail and password are in its `local.json`. */
            local: boolean;
            password: boolean;
            single_sign_on: components["schemas"]["SingleSignOnMethodView"] | null;
        };
        SingleSignOnMethodView: {
            /**
             * @description What people call the provider.
             * @example Acme login
             */
            name: string;
            /**
             * @description Where the browser goes.
             * @example /session/single-sign-on
             */
            path: string;
        };
        SingleSignOnWayView: {
            /** @description Where the browser that sent this goes: the provider. */
            url: string;
        };
        StartCaptureDto: {
            /**
             * @description For how long to record, from now on. While a capture goes on its end is moved, but to no later than an hour after its start.
             * @example 15
             */
            minutes: number;
        };
        StartSingleSignOnDto: {
            /**
             * Format: uuid
             * @description Of several organizations of the person. Left out: the one entered by single sign-on last; required where the person never did and several have a member with the address.
             */
            organization_id?: string;
            /** @description Of an invitation that this sign-in accepts: the last part of its link. */
            token?: string;
        };
        SuggestionsView: {
            /** @description The smallest filter by methods and tags that lets them pass. Null where it would take nothing away. */
            by_area: components["schemas"]["SuggestionView"] | null;
            /** @description Exactly the tools that worked, by name. Null: there are none, or nothing else is allowed. */
            by_name: components["schemas"]["SuggestionView"] | null;
        };
        SuggestionView: {
            /** @description As PATCH takes it. */
            config: components["schemas"]["FilterConfigView"];
            /** @description What remains. */
            offer: components["schemas"]["OfferView"];
        };
        SwitchOrganizationDto: {
            /**
             * Format: uuid
             * @description One of `organizations` in the answer of GET /session.
             */
            organization_id: string;
        };
        TextBlock: {
            text: string;
            /** @enum {string} */
            type: "text";
        };
        ToolCallsView: {
            /**
             * Format: int64
             * @description Length of the answers to calls for reading.
             */
            bytes: number;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description Calls that succeeded and were not for reading.
             */
            changes: number;
            /** @enum {string|null} */
            effect: "read" | "write" | "destructive" | null;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** Format: date-time */
            first_at: string | null;
            /** Format: date-time */
            last_at: string | null;
            /**
             * Format: int64
             * @description Rows in answers to calls for reading.
             */
            rows: number;
            /** @description Null: names of tools that the server does not offer. */
            tool_name: string | null;
        };
        ToolList: {
            /** Format: int64 */
            count: number;
            result: components["schemas"]["AvailableTool"][];
            /** @description What clients see of them, by the choice of tool_exposure. */
            shown: components["schemas"]["ShownByExposure"];
            /** @example o200k_base */
            tokenizer: string;
            /**
             * Format: int64
             * @description What tools/list takes in a model's context when it shows all of them.
             */
            tokens: number;
        };
        ToolNamesDto: {
            /**
             * @example [
             *       "delete_a_looker_dashboard_by_id"
             *     ]
             */
            exclude?: string[];
            /**
             * @example [
             *       "looker_query_run_inline"
             *     ]
             */
            include?: string[];
        };
        ToolNamesView: {
            exclude: string[];
            include: string[];
        };
        ToolShareView: {
            /**
             * Format: int64
             * @description How many tools of this kind the server may use.
             */
            allowed: number;
            name: string;
            /**
             * Format: int64
             * @description How many of them were called and worked.
             */
            needed: number;
        };
        ToolTrialDto: {
            /**
             * @description As of tools/call.
             * @example {
             *       "title": "Sales"
             *     }
             */
            arguments?: {
                [key: string]: unknown;
            };
            /** @example looker_dashboards_search */
            tool_name: string;
        };
        ToolTrialView: {
            /** Format: double */
            duration_ms: number;
            /** @description Which arguments were not accepted, and why. */
            fields: components["schemas"]["ArgumentProblemView"][];
            /**
             * Format: uuid
             * @description Under which the call log has it.
             */
            request_id: string;
            /** @description What an MCP client gets. */
            result: components["schemas"]["CallResultView"];
            /** @enum {string} */
            status: "ok" | "tool_error" | "refused" | "unknown_tool" | "failed" | "aborted";
        };
        UnusedToolsView: {
            /** Format: int64 */
            count: number;
            /** @description By name, the first 500. */
            names: string[];
        };
        UsageRowView: {
            /** Format: double */
            average_duration_ms: number;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** @description The id of the MCP server, the name of the tool, the day (UTC, YYYY-MM-DD), or who called: `member:<id>`, `api_token:<id>`, or `mcp_server:<id>` where nobody is known but the URL. */
            key: string;
            /** @description What people call it now: null for tools and days, and for what is gone. */
            name: string | null;
            /** Format: double */
            p95_duration_ms: number;
        };
        UsageView: {
            /** @enum {string} */
            by: "server" | "tool" | "principal" | "day";
            result: components["schemas"]["UsageRowView"][];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        UsedToolView: {
            /** Format: int64 */
            calls: number;
            /**
             * @description Null, as method is: the instance has no such tool any more.
             * @enum {string|null}
             */
            effect: "read" | "write" | "destructive" | null;
            /**
             * Format: int64
             * @description Calls that did not end as ok.
             */
            errors: number;
            /** @description Whether the server offers it now. */
            is_allowed: boolean;
            /** Format: date-time */
            last_used_at: string;
            method: string | null;
            name: string;
            tags: string[];
        };
        UserServersView: {
            /** Format: int64 */
            issued: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            refused: number;
            result: components["schemas"]["UserServerView"][];
        };
        UserServerView: {
            email: string | null;
            looker_user_id: string | null;
            /** Format: uuid */
            mcp_server_id: string | null;
            /** @description The name of the server. */
            name: string | null;
            /**
             * @description `kept`: there is a server already that acts as this user and works. `refused`: see `why`.
             * @enum {string}
             */
            outcome: "issued" | "kept" | "refused";
            /** @description The MCP URL of a server that was issued. Shown this once. */
            url: string | null;
            /** @description The user as they were named; of a group, the id. */
            user: string;
            /** @description Why none was issued. */
            why: string | null;
        };
    };
    responses: {
        /** @description Bad Request */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Conflict */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Forbidden */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Not Found */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Payload Too Large */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Precondition Failed */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Anything else that went wrong. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Service Unavailable */
        ServiceUnavailable: {
            headers: {
                /** @description Seconds after which to try again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Too Many Requests */
        TooManyRequests: {
            headers: {
                /** @description Seconds after which to try again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unauthorized */
        Unauthorized: {
            headers: {
                /** @description `Bearer` */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unprocessable Entity */
        UnprocessableEntity: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unsupported Media Type */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getOnlyResourceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceMetadataView"];
                };
            };
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    getSingleResourceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceMetadataView"];
                };
            };
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    getResourceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceMetadataView"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    getAccessReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReportView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    downloadAccessReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listApiTokens: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createApiToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiTokenDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiTokenView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getApiToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    revokeApiToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                action?: "organization.created" | "organization.changed" | "integrated_account.created" | "integrated_account.changed" | "integrated_account.deleted" | "integrated_account.needs_reauth" | "integrated_account.unreachable" | "integrated_account.reachable" | "integrated_account.oauth_client_registered" | "mcp_server.created" | "mcp_server.changed" | "mcp_server.rotated" | "mcp_server.deleted" | "mcp_server.expired" | "mcp_server.capture_started" | "mcp_server.capture_ended" | "mcp_server.acted_as_user" | "api_token.created" | "api_token.revoked" | "member.invited" | "member.joined" | "member.changed" | "member.removed" | "member.password_changed" | "invitation.revoked" | "session.created" | "session.ended" | "oauth_client.created" | "oauth_client.deleted" | "oauth_grant.created" | "oauth_grant.ended" | "openid_provider.created" | "openid_provider.changed" | "openid_provider.deleted";
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
                /** @description The record that was changed. */
                record_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    verifyAuditTrail: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainReportView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listEndedAccess: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedAccessPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listIntegratedAccounts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createIntegratedAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccountDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listMcpServers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMcpServerDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedMcpServerView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerWithToolsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    deleteMcpServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    updateMcpServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMcpServerDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerWithToolsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getCapture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    startCapture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartCaptureDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureStateView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    endCapture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionCheckDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionCheckView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getLeastPrivilege: {
        parameters: {
            query?: {
                /** @description Calls of so many days until now; at most as many as the organization keeps. Left out: 30, or all that are kept. */
                days?: number;
            };
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeastPrivilegeView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    replayCalls: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    rotateMcpServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateMcpServerDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedMcpServerView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listMcpServerTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerToolList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    tryTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                mcp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolTrialDto"];
            };
        };
        responses: {
            /** @description After four seconds an event stream: `progress` as it comes, and the answer as `message`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolTrialView"];
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createMcpServersForUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserServersDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserServersView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createMcpServersForUsersAsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserServersDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getIntegratedAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    deleteIntegratedAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    updateIntegratedAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccountDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getLookerOauthClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookerAppsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    registerLookerOauthClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterLookerAppDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookerAppsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    refreshIntegratedAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listIntegratedAccountTools: {
        parameters: {
            query?: {
                /** @description Names, separated by commas. */
                exclude?: string;
                /** @description Names, separated by commas. */
                include?: string;
                /** @description Names, separated by commas. */
                methods?: string;
                /** @description Names, separated by commas. */
                tags?: string;
                /** @description Names, separated by commas. */
                toolsets?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitationView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    findInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindInvitationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundInvitationView"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    joinByInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinByInvitationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listToolCalls: {
        parameters: {
            query?: {
                integrated_account_id?: string;
                limit?: number;
                log_type?: "mcp";
                /** @description Calls of one MCP server, also of one that is gone. */
                "log_type_filter[mcp_server_id]"?: string;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
                /** @description Calls that came in at this time or later. */
                since?: string;
                status?: "ok" | "tool_error" | "refused" | "unknown_tool" | "failed" | "aborted";
                tool_name?: string;
                /** @description Calls that came in before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallLogPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    watchToolCalls: {
        parameters: {
            query?: {
                integrated_account_id?: string;
                /** @description Calls of one MCP server, also of one that is gone. */
                "log_type_filter[mcp_server_id]"?: string;
                status?: "ok" | "tool_error" | "refused" | "unknown_tool" | "failed" | "aborted";
                tool_name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    sendMcpMessageToChosenServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A JSON-RPC 2.0 request, notification or answer. */
        requestBody: {
            content: {
                "application/json": {
                    error?: {
                        [key: string]: unknown;
                    };
                    id?: string | number;
                    /** @enum {string} */
                    jsonrpc: "2.0";
                    method?: string;
                    params?: {
                        [key: string]: unknown;
                    } | null;
                    result?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description A JSON-RPC 2.0 answer, as JSON or as an event stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolResultView"] | components["schemas"]["ProtocolErrorView"];
                    "text/event-stream": unknown;
                };
            };
            /** @description A notification, which has no answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description `Bearer` */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
        };
    };
    findToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundTokenView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    sendMcpMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token of the MCP URL. */
                token: string;
            };
            cookie?: never;
        };
        /** @description A JSON-RPC 2.0 request, notification or answer. */
        requestBody: {
            content: {
                "application/json": {
                    error?: {
                        [key: string]: unknown;
                    };
                    id?: string | number;
                    /** @enum {string} */
                    jsonrpc: "2.0";
                    method?: string;
                    params?: {
                        [key: string]: unknown;
                    } | null;
                    result?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description A JSON-RPC 2.0 answer, as JSON or as an event stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolResultView"] | components["schemas"]["ProtocolErrorView"];
                    "text/event-stream": unknown;
                };
            };
            /** @description A notification, which has no answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description `Bearer` */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
            /** @description Anything else that went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolErrorView"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMemberDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listOauthClients: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthClientPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    createOauthClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOauthClientDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOauthClientView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    deleteOauthClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What people let it do is over, too. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    listOauthGrants: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Those of one MCP server only. */
                mcp_server_id?: string;
                /** @description Those of one member only: your own, by the `member.id` of GET /session. */
                member_id?: string;
                /** @description The next_cursor of the page before, exactly as it came. */
                next_cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthGrantPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    endOauthGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its tokens open nothing any more, and its client must ask for consent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeOrganizationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getOpenidProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidProviderView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    setOpenidProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetOpenidProviderDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description The version of the record, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidProviderView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    deleteOpenidProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the change is meant for; refused with 412 when the record has changed since. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sign-ins by it are over, too. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    checkOpenidProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckOpenidProviderDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidProviderCheckView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getSignInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethodsView"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    switchOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchOrganizationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    beginSingleSignOn: {
        parameters: {
            query?: {
                /** @description Of several organizations of the person. Left out: the one entered by single sign-on last; required where the person never did and several have a member with the address. */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The way to the provider. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Refused"];
        };
    };
    startSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartSingleSignOnDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SingleSignOnWayView"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    finishSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The way to the dashboard, or to the sign-in at an MCP server, with the cookie of the session. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Refused"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"];
                };
            };
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUpDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                by?: "server" | "tool" | "principal" | "day";
                /** @description Calls of one MCP server, also of one that is gone. */
                mcp_server_id?: string;
                /** @description Left out: 30 days before until. */
                since?: string;
                /** @description Not included. Left out: now. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
    getUsageOfMcpServers: {
        parameters: {
            query?: {
                /** @description UTC, today included. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServersUsageView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Refused"];
        };
    };
}
