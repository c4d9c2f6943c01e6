const SESSION =
  'the server asks by a request of its own, so the gateway would have to keep what the client said in initialize, and the process that asks';
const TASKS = 'the extension of tasks is not offered';

/** Scenarios that the gateway fails by design, by revision: each with the reason. */
export const EXPECTED_FAILURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2026-07-28': {},
  '2025-11-25': {
    'tools-call-sampling': SESSION,
    'tools-call-elicitation': SESSION,
    'elicitation-sep1034-defaults': SESSION,
    'elicitation-sep1330-enums': SESSION,
  },
};

/** What the suite runs without requiring it, and the gateway passes. */
export const PASSED_UNREQUIRED: Readonly<Record<string, readonly string[]>> = {
  '2026-07-28': ['json-schema-2020-12', 'http-header-validation'],
  '2025-11-25': ['server-session-lifecycle', 'json-schema-2020-12'],
};

/** What the suite runs without requiring it, of things that the gateway does not offer: with the reason. */
export const NOT_OFFERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2026-07-28': {
    'tasks-lifecycle': TASKS,
    'tasks-capability-negotiation': TASKS,
    'tasks-wire-fields': TASKS,
    'tasks-request-state-removal': TASKS,
    'tasks-mrtr-input': TASKS,
    'tasks-request-headers': TASKS,
    'tasks-dispatch-and-envelope': TASKS,
    'tasks-status-notifications': TASKS,
    'tasks-required-task-error': TASKS,
    'tasks-mrtr-composition': TASKS,
    'http-custom-header-server-validation': 'no tool wants one of its arguments in a header (`x-mcp-header`)',
  },
  '2025-11-25': {
    'server-sse-polling': 'a stream that broke off cannot be resumed, since nothing is kept of it',
  },
};
