// States of the section Billing, and the event that they are about.
import type { Explanation } from '../../../src/core/billing/explanation.ts';
import type { BillingState } from '../../../src/protocol/billing.ts';
import type { EventState } from '../../../src/protocol/eventEditor.ts';
import { explanation, fixed } from '../../helpers/explanations.ts';
import { eventState } from './eventEditorHost.ts';

export const billedText = `{
  "event_name": "chat_completion",
  "timestamp": "2026-10-29T03:12:04.250Z",
  "external_customer_id": "acme-corp",
  "properties": {
    "request_id": "chatcmpl-9f2c41d7",
    "model": "gpt-4.1",
    "region": "us-east-1",
    "input_tokens": 12500,
    "output_tokens": 412,
    "cached": "true",
    "latency_ms": 1840.5,
    "streamed": true
  }
}
`;
export const fixedText = billedText.replace('"true"', 'true');

export const NOT_ASKED: BillingState = { isAsking: false, answers: [] };

export const answeredWith = (given: Explanation, text = billedText): BillingState => ({
  isAsking: false,
  answers: [{ text, explanation: given }],
});
export const answeredTwice: BillingState = {
  isAsking: false,
  answers: [
    { text: billedText, explanation: explanation() },
    { text: fixedText, explanation: fixed },
  ],
};

export function billedState(
  billing: BillingState,
  overrides: Partial<EventState> = {},
): EventState {
  const { event } = eventState();
  return eventState({
    event: { ...event, timestamp: '2026-10-29T03:12:04.250Z', state: 'active', amendments: 0 },
    held: billedText,
    heldAtMs: Date.parse('2026-11-02T09:14:22Z'),
    history: [{ id: '1', kind: 'opened', fields: [], atMs: Date.parse('2026-11-02T09:12:00Z') }],
    billing,
    ...overrides,
  });
}
