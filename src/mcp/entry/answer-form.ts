import { accepts } from '../../http/answers/accepted.js';

/** In which form an answer can be read: as JSON, as an event stream, or `either`, when the time that it takes decides. */
export type AnswerForm = 'json' | 'events' | 'either';

/** What the header `Accept` of a request leaves open. Who names neither form is read generously: all clients read both. */
export function answerForm(accept: string | undefined): AnswerForm {
  const json = accepts(accept, 'application/json', 'application/*', '*/*');
  const events = accepts(accept, 'text/event-stream', 'text/*', '*/*');
  if (json === events) return 'either';
  return json ? 'json' : 'events';
}
