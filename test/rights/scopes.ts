import type { Scope } from '../../src/staff/index.js';

/** Which scope a token needs for each route of the API. A new route is added under its scope. */
export const SCOPED: Record<Scope, string> = {
  read: `
    GET /api/v1/tickets
    GET /api/v1/tickets/:number
    GET /api/v1/tickets/:number/notes
    GET /api/v1/tickets/:number/events
    GET /api/v1/tickets/:number/deliveries
    GET /api/v1/tickets/:number/escalations
    GET /api/v1/tickets/:number/timers
    GET /api/v1/tickets/:number/handoffs
    GET /api/v1/tickets/:number/refund
    GET /api/v1/handoffs/:id
    GET /api/v1/conversations
    GET /api/v1/conversations/:id
    GET /api/v1/conversations/:id/messages
    GET /api/v1/customers
    GET /api/v1/customers/:id
    GET /api/v1/deliveries
    GET /api/v1/deliveries/:id
    GET /api/v1/refunds
    GET /api/v1/refunds/:id
    GET /api/v1/departments
    GET /api/v1/types
    GET /api/v1/staff
    GET /api/v1/reports/promises`,

  /** With the link of a customer somebody writes as the customer, and numbers are uncovered for work alone. */
  work: `
    GET /api/v1/tickets/:number/tracking-link
    GET /api/v1/messages/:id/words
    POST /api/v1/tickets
    PATCH /api/v1/tickets/:number
    POST /api/v1/tickets/:number/replies
    POST /api/v1/tickets/:number/notes
    POST /api/v1/tickets/:number/escalations
    PUT /api/v1/tickets/:number/claim
    DELETE /api/v1/tickets/:number/claim
    PUT /api/v1/tickets/:number/milestones/:key
    POST /api/v1/tickets/:number/holds
    DELETE /api/v1/tickets/:number/holds
    PUT /api/v1/tickets/:number/resolution
    DELETE /api/v1/tickets/:number/resolution
    DELETE /api/v1/tickets/:number/tracking-link
    POST /api/v1/tickets/:number/handoffs
    PATCH /api/v1/handoffs/:id
    POST /api/v1/conversations/:id/messages
    PUT /api/v1/conversations/:id/claim
    DELETE /api/v1/conversations/:id/claim
    PUT /api/v1/conversations/:id/end
    PATCH /api/v1/customers/:id
    POST /api/v1/deliveries/decisions
    POST /api/v1/deliveries/:id/cancel
    POST /api/v1/deliveries/:id/retry
    POST /api/v1/deliveries/:id/settlement
    POST /api/v1/deliveries/:id/call
    POST /api/v1/deliveries/:id/call-results`,

  money: `
    PUT /api/v1/tickets/:number/refund
    POST /api/v1/refunds/:id/approvals
    POST /api/v1/refunds/:id/rejection
    POST /api/v1/refunds/:id/withdrawal
    PUT /api/v1/refunds/:id/payment`,

  settings: `
    GET /api/v1/audit
    PATCH /api/v1/types/:key
    GET /api/v1/sessions
    DELETE /api/v1/sessions
    DELETE /api/v1/sessions/:id
    GET /api/v1/staff/:id/sessions
    DELETE /api/v1/staff/:id/sessions
    DELETE /api/v1/staff/:id/sessions/:session
    GET /api/v1/tokens
    POST /api/v1/tokens
    DELETE /api/v1/tokens/:id
    GET /api/v1/holds
    GET /api/v1/retention
    POST /api/v1/retention/dry-run
    PATCH /api/v1/retention
    GET /api/v1/customers/:id/holds
    POST /api/v1/customers/:id/holds
    DELETE /api/v1/customers/:id/holds/:hold
    GET /api/v1/customers/:id/exports
    POST /api/v1/customers/:id/exports
    GET /api/v1/customers/:id/exports/:export/file
    GET /api/v1/customers/:id/erasure
    DELETE /api/v1/staff/:id/second-factor
    POST /api/v1/customers/:id/erasure`,
};
