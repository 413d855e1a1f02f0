-- The whole schema as the files of migrations/ leave it, for reading and for comparing.
-- Written by "npm run schema"; nobody edits it, and nothing runs it.

CREATE SEQUENCE revision_stamp START 1;

CREATE SEQUENCE staff_number START 1001;

CREATE SEQUENCE ticket_number START 100001;

CREATE SEQUENCE sandbox.message_id START 24000000000000001;

CREATE TABLE alarm (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  kind text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  since timestamptz NOT NULL,
  until timestamptz,
  CONSTRAINT alarm_pkey PRIMARY KEY (id)
);
CREATE INDEX alarm_key ON alarm (key, id);
CREATE UNIQUE INDEX alarm_open ON alarm (key) WHERE until IS NULL;

CREATE TABLE alert (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  escalation_id bigint,
  ticket_id bigint,
  conversation_id bigint,
  told_by bigint,
  why text,
  kind text NOT NULL,
  means text NOT NULL,
  member_id bigint,
  robot_id bigint,
  concerns bigint[] NOT NULL DEFAULT '{}'::bigint[],
  created_at timestamptz NOT NULL,
  deliver_at timestamptz NOT NULL,
  delivered_at timestamptz,
  state text NOT NULL DEFAULT 'planned',
  reason text,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint,
  CONSTRAINT alert_pkey PRIMARY KEY (id),
  CONSTRAINT alert_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES member(id),
  CONSTRAINT alert_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  CONSTRAINT alert_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES escalation(id),
  CONSTRAINT alert_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT alert_robot_id_fkey FOREIGN KEY (robot_id) REFERENCES robot(id) ON DELETE CASCADE,
  CONSTRAINT alert_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT alert_told_by_fkey FOREIGN KEY (told_by) REFERENCES member(id),
  CONSTRAINT alert_check CHECK (ticket_id IS NOT NULL OR conversation_id IS NOT NULL),
  CONSTRAINT alert_check1 CHECK (escalation_id IS NOT NULL OR (kind IN ('taken_over', 'released', 'ended', 'assigned', 'reply_lapsed'))),
  CONSTRAINT alert_check2 CHECK ( CASE means WHEN 'robot' THEN robot_id IS NOT NULL ELSE member_id IS NOT NULL END),
  CONSTRAINT alert_kind_check CHECK (kind IN ('warning', 'breach', 'page', 'asked', 'taken_over', 'released', 'ended', 'assigned', 'reply_lapsed')),
  CONSTRAINT alert_means_check CHECK (means IN ('console', 'email', 'robot')),
  CONSTRAINT alert_state_check CHECK (state IN ('planned', 'sending', 'delivered', 'refused'))
);
CREATE INDEX alert_due ON alert (deliver_at, id) WHERE state = 'planned';
CREATE INDEX alert_member ON alert (member_id, id DESC) WHERE means = 'console';
CREATE UNIQUE INDEX alert_once ON alert (escalation_id, means, COALESCE(member_id, 0::bigint), COALESCE(robot_id, 0::bigint));
CREATE INDEX alert_ringing ON alert (member_id) WHERE (kind IN ('page', 'asked')) AND acknowledged_at IS NULL;
CREATE INDEX alert_robot ON alert (robot_id) WHERE robot_id IS NOT NULL;
CREATE INDEX alert_ticket ON alert (ticket_id);
CREATE INDEX alert_unanswered ON alert (ticket_id) WHERE (kind IN ('page', 'asked')) AND acknowledged_at IS NULL;
CREATE INDEX alert_unseen ON alert (member_id) WHERE means = 'console' AND state = 'delivered' AND seen_at IS NULL;

CREATE TABLE api_token (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  name text NOT NULL,
  token_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  scopes text[] NOT NULL,
  expires_at timestamptz,
  per_minute integer NOT NULL DEFAULT 600,
  CONSTRAINT api_token_pkey PRIMARY KEY (id),
  CONSTRAINT api_token_token_hash_key UNIQUE (token_hash),
  CONSTRAINT api_token_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE,
  CONSTRAINT api_token_per_minute_check CHECK (per_minute >= 1 AND per_minute <= 100000),
  CONSTRAINT api_token_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'work', 'money', 'settings'])
);
CREATE INDEX api_token_member ON api_token (member_id);

CREATE TABLE api_token_use (
  token_id bigint NOT NULL,
  day date NOT NULL,
  network text NOT NULL,
  CONSTRAINT api_token_use_pkey PRIMARY KEY (token_id, day, network),
  CONSTRAINT api_token_use_token_id_fkey FOREIGN KEY (token_id) REFERENCES api_token(id) ON DELETE CASCADE
);

CREATE TABLE audit (
  id bigint NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id bigint,
  address text,
  request_id text,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  before jsonb,
  after jsonb,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_pkey PRIMARY KEY (id, at),
  CONSTRAINT audit_actor_kind_check CHECK (actor_kind IN ('member', 'customer', 'system', 'bot'))
) PARTITION BY RANGE (at);
CREATE INDEX audit_action ON ONLY audit (action, id);
CREATE INDEX audit_actor ON ONLY audit (actor_id, id);
CREATE INDEX audit_subject ON ONLY audit (subject_type, subject_id, id);
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE TABLE audit_check (
  night date NOT NULL,
  begun_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT audit_check_pkey PRIMARY KEY (night)
);

CREATE TABLE audit_default PARTITION OF audit DEFAULT;
CREATE INDEX audit_default_action_id_idx ON audit_default (action, id);
CREATE INDEX audit_default_actor_id_id_idx ON audit_default (actor_id, id);
CREATE INDEX audit_default_subject_type_subject_id_id_idx ON audit_default (subject_type, subject_id, id);
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON audit_default FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_default ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_default ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE TABLE audit_tip (
  one_row boolean NOT NULL DEFAULT true,
  id bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT '\x'::bytea,
  CONSTRAINT audit_tip_pkey PRIMARY KEY (one_row),
  CONSTRAINT audit_tip_one_row_check CHECK (one_row)
);

CREATE TABLE backup (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  place text NOT NULL,
  scheduled boolean NOT NULL,
  encrypted boolean NOT NULL,
  state text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  bytes bigint,
  row_count bigint,
  file_count bigint,
  error text,
  removed_at timestamptz,
  CONSTRAINT backup_pkey PRIMARY KEY (id),
  CONSTRAINT backup_state_check CHECK (state IN ('running', 'done', 'failed'))
);
CREATE INDEX backup_newest ON backup (id DESC);
CREATE UNIQUE INDEX backup_running ON backup (state) WHERE state = 'running' AND scheduled;

CREATE TABLE calendar (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  name jsonb NOT NULL,
  CONSTRAINT calendar_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_key_key UNIQUE (key)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON calendar FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE TABLE calendar_version (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  calendar_id bigint NOT NULL,
  version integer NOT NULL,
  zone text NOT NULL,
  week jsonb NOT NULL,
  overrides jsonb NOT NULL DEFAULT '{}'::jsonb,
  draft jsonb NOT NULL,
  saved_by bigint,
  created_at timestamptz NOT NULL,
  CONSTRAINT calendar_version_pkey PRIMARY KEY (id),
  CONSTRAINT calendar_version_calendar_id_version_key UNIQUE (calendar_id, version),
  CONSTRAINT calendar_version_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar(id),
  CONSTRAINT calendar_version_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES member(id)
);
CREATE INDEX calendar_version_newest ON calendar_version (calendar_id, version DESC);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON calendar_version FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE TABLE call_attempt (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  delivery_id bigint NOT NULL,
  member_id bigint NOT NULL,
  reached boolean NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT call_attempt_pkey PRIMARY KEY (id),
  CONSTRAINT call_attempt_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  CONSTRAINT call_attempt_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id)
);
CREATE INDEX call_attempt_delivery ON call_attempt (delivery_id, id);

CREATE TABLE channel_account (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  department_id bigint NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  CONSTRAINT channel_account_pkey PRIMARY KEY (id),
  CONSTRAINT channel_account_key_key UNIQUE (key),
  CONSTRAINT channel_account_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT channel_account_key_check CHECK (key ~ '^[a-z0-9][a-z0-9_-]{0,40}$')
);

CREATE TABLE clock_offset (
  one_row boolean NOT NULL DEFAULT true,
  milliseconds bigint NOT NULL DEFAULT 0,
  CONSTRAINT clock_offset_pkey PRIMARY KEY (one_row),
  CONSTRAINT clock_offset_one_row_check CHECK (one_row)
);

CREATE TABLE contact_ledger (
  identity_id bigint NOT NULL,
  reachable boolean NOT NULL DEFAULT true,
  unreachable_reason text,
  followed boolean,
  heard_at timestamptz,
  CONSTRAINT contact_ledger_pkey PRIMARY KEY (identity_id),
  CONSTRAINT contact_ledger_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id)
);

CREATE TABLE contact_setting (
  only_one boolean NOT NULL DEFAULT true,
  holds_back boolean NOT NULL DEFAULT true,
  calls boolean NOT NULL DEFAULT true,
  reply_hours integer NOT NULL DEFAULT 48,
  CONSTRAINT contact_setting_pkey PRIMARY KEY (only_one),
  CONSTRAINT contact_setting_only_one_check CHECK (only_one),
  CONSTRAINT contact_setting_reply_hours_check CHECK (reply_hours >= 1 AND reply_hours <= 720)
);

CREATE TABLE contact_window (
  identity_id bigint NOT NULL,
  source text NOT NULL,
  opened_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  allowance integer NOT NULL,
  used integer NOT NULL DEFAULT 0,
  watch_at timestamptz,
  CONSTRAINT contact_window_pkey PRIMARY KEY (identity_id, source),
  CONSTRAINT contact_window_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id),
  CONSTRAINT contact_window_source_check CHECK (source IN ('message', 'menu', 'follow', 'scan')),
  CONSTRAINT contact_window_used_check CHECK (used >= 0)
);
CREATE INDEX contact_window_closing ON contact_window (closes_at);
CREATE INDEX contact_window_message ON contact_window (closes_at, identity_id) WHERE source = 'message';
CREATE INDEX contact_window_watched ON contact_window (watch_at) WHERE watch_at IS NOT NULL;

CREATE TABLE conversation (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  identity_id bigint NOT NULL,
  customer_id bigint NOT NULL,
  account_id bigint NOT NULL,
  department_id bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  assignee_id bigint,
  claimed_at timestamptz,
  started_at timestamptz NOT NULL,
  last_message_at timestamptz NOT NULL,
  unanswered_since timestamptz,
  ended_at timestamptz,
  is_test boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  person_asked_at timestamptz,
  person_asked_how text,
  acknowledged_at timestamptz,
  CONSTRAINT conversation_pkey PRIMARY KEY (id),
  CONSTRAINT conversation_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id),
  CONSTRAINT conversation_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES member(id),
  CONSTRAINT conversation_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  CONSTRAINT conversation_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT conversation_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id),
  CONSTRAINT conversation_person_asked_how_check CHECK (person_asked_how IN ('words', 'menu')),
  CONSTRAINT conversation_state_check CHECK (state IN ('waiting', 'active', 'ended'))
);
CREATE INDEX conversation_assignee ON conversation (assignee_id, customer_id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX conversation_customer ON conversation (customer_id, id);
CREATE INDEX conversation_held ON conversation (assignee_id) WHERE state <> 'ended' AND assignee_id IS NOT NULL;
CREATE INDEX conversation_identity ON conversation (identity_id, id);
CREATE INDEX conversation_list ON conversation (department_id, state, last_message_at DESC, id DESC);
CREATE UNIQUE INDEX conversation_open ON conversation (identity_id) WHERE state <> 'ended';
CREATE INDEX conversation_recent ON conversation (last_message_at DESC, id DESC);
CREATE UNIQUE INDEX conversation_test ON conversation (identity_id) WHERE is_test;
CREATE INDEX conversation_waiting ON conversation (unanswered_since, id) WHERE state <> 'ended' AND unanswered_since IS NOT NULL;
CREATE TRIGGER know_customer AFTER INSERT ON conversation FOR EACH ROW EXECUTE FUNCTION know_customer();
CREATE TRIGGER know_customer_anew AFTER UPDATE ON conversation FOR EACH ROW WHEN (old.customer_id <> new.customer_id OR old.department_id <> new.department_id) EXECUTE FUNCTION know_customer();

CREATE TABLE customer (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  tier text NOT NULL DEFAULT 'standard',
  language text,
  phone_cipher text,
  phone_index text,
  region text,
  created_at timestamptz NOT NULL,
  readable_name text,
  joined_into bigint,
  erased_at timestamptz,
  CONSTRAINT customer_pkey PRIMARY KEY (id),
  CONSTRAINT customer_joined_into_fkey FOREIGN KEY (joined_into) REFERENCES customer(id),
  CONSTRAINT customer_tier_check CHECK (tier IN ('standard', 'member', 'vip'))
);
CREATE INDEX customer_joined ON customer (joined_into) WHERE joined_into IS NOT NULL;
CREATE INDEX customer_named ON customer USING gin (name_words(COALESCE(readable_name, lower(name)), id));
CREATE INDEX customer_phone ON customer (phone_index) WHERE phone_index IS NOT NULL;
CREATE TRIGGER touch_changed AFTER UPDATE ON customer FOR EACH ROW WHEN (old.tier <> new.tier OR old.region IS DISTINCT FROM new.region) EXECUTE FUNCTION touch_tickets_of_customer();

CREATE TABLE delivery (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  reason_key text NOT NULL,
  identity_id bigint NOT NULL,
  account_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  message_id bigint NOT NULL,
  ticket_id bigint,
  purpose text NOT NULL,
  content jsonb NOT NULL,
  state text NOT NULL DEFAULT 'planned',
  route text,
  reason text,
  takes_last boolean NOT NULL DEFAULT false,
  may_call boolean NOT NULL DEFAULT false,
  joins_author bigint,
  joined_to bigint,
  tried text[] NOT NULL DEFAULT '{}'[],
  attempts integer NOT NULL DEFAULT 0,
  lease_failures integer NOT NULL DEFAULT 0,
  due_at timestamptz,
  lease_until timestamptz,
  claimed_at timestamptz,
  unclear_since timestamptz,
  provider_id text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  settled_at timestamptz,
  lapses_after text[] NOT NULL DEFAULT '{}'[],
  lapses_at timestamptz,
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_reason_key_key UNIQUE (reason_key),
  CONSTRAINT delivery_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id),
  CONSTRAINT delivery_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  CONSTRAINT delivery_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id),
  CONSTRAINT delivery_joined_to_fkey FOREIGN KEY (joined_to) REFERENCES delivery(id),
  CONSTRAINT delivery_joins_author_fkey FOREIGN KEY (joins_author) REFERENCES member(id),
  CONSTRAINT delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id),
  CONSTRAINT delivery_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT delivery_route_check CHECK (route IN ('passive', 'customer_message', 'template', 'subscription_message', 'call')),
  CONSTRAINT delivery_state_check CHECK (state IN ('planned', 'sending', 'accepted', 'delivered', 'refused', 'unknown', 'gave_up', 'cancelled'))
);
CREATE INDEX delivery_due ON delivery (due_at, id) WHERE state = 'planned' AND due_at IS NOT NULL;
CREATE INDEX delivery_joined ON delivery (joined_to) WHERE joined_to IS NOT NULL;
CREATE INDEX delivery_lapsing ON delivery (lapses_at) WHERE state = 'planned' AND lapses_at IS NOT NULL;
CREATE INDEX delivery_lease ON delivery (lease_until) WHERE state = 'sending';
CREATE INDEX delivery_message ON delivery (message_id);
CREATE INDEX delivery_open ON delivery (identity_id, id) WHERE state IN ('planned', 'sending');
CREATE UNIQUE INDEX delivery_provider ON delivery (account_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX delivery_sent ON delivery (identity_id, sent_at) WHERE route = 'customer_message';
CREATE INDEX delivery_state ON delivery (state, id);
CREATE INDEX delivery_ticket ON delivery (ticket_id, id);
CREATE INDEX delivery_to_call ON delivery (id) WHERE state = 'planned' AND route = 'call';

CREATE TABLE department (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  name jsonb NOT NULL,
  "position" integer NOT NULL DEFAULT 0,
  CONSTRAINT department_pkey PRIMARY KEY (id),
  CONSTRAINT department_key_key UNIQUE (key),
  CONSTRAINT department_key_check CHECK (key ~ '^[a-z][a-z0-9_-]{0,30}$')
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON department FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE TABLE department_calendar (
  department_id bigint NOT NULL,
  calendar_id bigint NOT NULL,
  CONSTRAINT department_calendar_pkey PRIMARY KEY (department_id),
  CONSTRAINT department_calendar_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar(id),
  CONSTRAINT department_calendar_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON department_calendar FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE TABLE department_customer (
  department_id bigint NOT NULL,
  customer_id bigint NOT NULL,
  CONSTRAINT department_customer_pkey PRIMARY KEY (department_id, customer_id),
  CONSTRAINT department_customer_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id) ON DELETE CASCADE,
  CONSTRAINT department_customer_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id)
);
CREATE INDEX department_customer_customer ON department_customer (customer_id);

CREATE TABLE early_receipt (
  account_id bigint NOT NULL,
  provider_id text NOT NULL,
  reason text,
  received_at timestamptz NOT NULL,
  CONSTRAINT early_receipt_pkey PRIMARY KEY (account_id, provider_id),
  CONSTRAINT early_receipt_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);

CREATE TABLE erased_contact (
  name_hash text NOT NULL,
  account_id bigint NOT NULL,
  erased_at timestamptz NOT NULL,
  CONSTRAINT erased_contact_pkey PRIMARY KEY (name_hash),
  CONSTRAINT erased_contact_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);
CREATE INDEX erased_contact_account ON erased_contact (account_id);

CREATE TABLE erasure (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  customer_id bigint NOT NULL,
  cause text NOT NULL,
  asked_by bigint,
  asked_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  obstacles text[] NOT NULL DEFAULT '{}'[],
  removed jsonb NOT NULL DEFAULT '{}'::jsonb,
  done_at timestamptz,
  CONSTRAINT erasure_pkey PRIMARY KEY (id),
  CONSTRAINT erasure_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES member(id),
  CONSTRAINT erasure_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  CONSTRAINT erasure_cause_check CHECK (cause IN ('asked', 'withdrawn')),
  CONSTRAINT erasure_state_check CHECK (state IN ('waiting', 'done'))
);
CREATE INDEX erasure_customer ON erasure (customer_id, id);
CREATE UNIQUE INDEX erasure_waiting ON erasure (customer_id) WHERE state = 'waiting';

CREATE TABLE escalation (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  kind text NOT NULL,
  ticket_id bigint NOT NULL,
  timer_id bigint,
  policy_id bigint,
  step jsonb NOT NULL,
  level integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'waiting',
  due_at timestamptz NOT NULL,
  take_at timestamptz NOT NULL,
  done_at timestamptz,
  late_ms bigint,
  after_breach boolean NOT NULL DEFAULT false,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  asked_by_kind text,
  asked_by bigint,
  why text,
  asked_in text,
  answered_at timestamptz,
  answered_by bigint,
  CONSTRAINT escalation_pkey PRIMARY KEY (id),
  CONSTRAINT escalation_key_key UNIQUE (key),
  CONSTRAINT escalation_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES member(id),
  CONSTRAINT escalation_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id),
  CONSTRAINT escalation_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT escalation_timer_id_fkey FOREIGN KEY (timer_id) REFERENCES timer(id),
  CONSTRAINT escalation_asked_by_kind_check CHECK (asked_by_kind IN ('member', 'customer')),
  CONSTRAINT escalation_asked_in_check CHECK (asked_in IN ('chat', 'tracking_page')),
  CONSTRAINT escalation_kind_check CHECK (kind IN ('step', 'climb', 'asked')),
  CONSTRAINT escalation_state_check CHECK (state IN ('waiting', 'done', 'cancelled', 'failed'))
);
CREATE INDEX escalation_asked ON escalation (due_at) WHERE kind = 'asked';
CREATE INDEX escalation_due ON escalation (take_at, id) WHERE state = 'waiting';
CREATE INDEX escalation_ticket ON escalation (ticket_id, id);
CREATE INDEX escalation_timer ON escalation (timer_id) WHERE timer_id IS NOT NULL;

CREATE TABLE event (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  name text NOT NULL,
  subject_type text NOT NULL,
  subject_id bigint NOT NULL,
  actor_kind text NOT NULL,
  actor_id bigint,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT event_pkey PRIMARY KEY (id, at),
  CONSTRAINT event_actor_kind_check CHECK (actor_kind IN ('member', 'customer', 'system', 'bot'))
) PARTITION BY RANGE (at);
CREATE INDEX event_name ON ONLY event (name, at);
CREATE INDEX event_subject ON ONLY event (subject_type, subject_id, id);
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE event ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE TABLE event_default PARTITION OF event DEFAULT;
CREATE INDEX event_default_name_at_idx ON event_default (name, at);
CREATE INDEX event_default_subject_type_subject_id_id_idx ON event_default (subject_type, subject_id, id);
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON event_default FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE event_default ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON event_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE event_default ENABLE ALWAYS TRIGGER refuse_truncate;

CREATE TABLE file_link (
  token_hash text NOT NULL,
  message_id bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT file_link_pkey PRIMARY KEY (token_hash),
  CONSTRAINT file_link_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id)
);
CREATE INDEX file_link_message ON file_link (message_id);

CREATE TABLE forgotten_file (
  path text NOT NULL,
  removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT forgotten_file_pkey PRIMARY KEY (path)
);

CREATE TABLE handoff (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  from_department_id bigint NOT NULL,
  to_department_id bigint NOT NULL,
  state text NOT NULL DEFAULT 'offered',
  note text NOT NULL,
  offered_by bigint NOT NULL,
  offered_at timestamptz NOT NULL,
  answered_by bigint,
  answered_at timestamptz,
  answer text,
  CONSTRAINT handoff_pkey PRIMARY KEY (id),
  CONSTRAINT handoff_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES member(id),
  CONSTRAINT handoff_from_department_id_fkey FOREIGN KEY (from_department_id) REFERENCES department(id),
  CONSTRAINT handoff_offered_by_fkey FOREIGN KEY (offered_by) REFERENCES member(id),
  CONSTRAINT handoff_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT handoff_to_department_id_fkey FOREIGN KEY (to_department_id) REFERENCES department(id),
  CONSTRAINT handoff_check CHECK (from_department_id <> to_department_id),
  CONSTRAINT handoff_state_check CHECK (state IN ('offered', 'accepted', 'returned', 'withdrawn'))
);
CREATE INDEX handoff_from ON handoff (from_department_id, ticket_id);
CREATE UNIQUE INDEX handoff_open ON handoff (ticket_id) WHERE state = 'offered';
CREATE INDEX handoff_ticket ON handoff (ticket_id, id);
CREATE INDEX handoff_to ON handoff (to_department_id, ticket_id);
CREATE TRIGGER know_customer AFTER INSERT ON handoff FOR EACH ROW EXECUTE FUNCTION know_customer_by_handoff();
CREATE TRIGGER touch AFTER INSERT OR DELETE ON handoff FOR EACH ROW EXECUTE FUNCTION touch_its_ticket();
CREATE TRIGGER touch_changed AFTER UPDATE ON handoff FOR EACH ROW WHEN (old.ticket_id IS DISTINCT FROM new.ticket_id OR old.from_department_id IS DISTINCT FROM new.from_department_id OR old.to_department_id IS DISTINCT FROM new.to_department_id) EXECUTE FUNCTION touch_its_ticket();

CREATE TABLE hold (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  reason text NOT NULL,
  until timestamptz,
  held_by bigint NOT NULL,
  held_at timestamptz NOT NULL,
  ended_by bigint,
  ended_at timestamptz,
  CONSTRAINT hold_pkey PRIMARY KEY (id),
  CONSTRAINT hold_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES member(id),
  CONSTRAINT hold_held_by_fkey FOREIGN KEY (held_by) REFERENCES member(id),
  CONSTRAINT hold_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);
CREATE INDEX hold_due ON hold (until) WHERE ended_at IS NULL AND until IS NOT NULL;
CREATE UNIQUE INDEX hold_open ON hold (ticket_id) WHERE ended_at IS NULL;

CREATE TABLE holiday_list (
  region text NOT NULL,
  year integer NOT NULL,
  days jsonb NOT NULL,
  source text NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT holiday_list_pkey PRIMARY KEY (region, year),
  CONSTRAINT holiday_list_region_check CHECK (region ~ '^[A-Z]{2}$'),
  CONSTRAINT holiday_list_year_check CHECK (year >= 2000 AND year <= 2100)
);

CREATE TABLE idempotency_key (
  member_id bigint NOT NULL,
  key text NOT NULL,
  request text NOT NULL,
  status integer,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (member_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE identity (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  customer_id bigint NOT NULL,
  account_id bigint NOT NULL,
  external_id text NOT NULL,
  union_id text,
  created_at timestamptz NOT NULL,
  CONSTRAINT identity_pkey PRIMARY KEY (id),
  CONSTRAINT identity_account_id_external_id_key UNIQUE (account_id, external_id),
  CONSTRAINT identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id),
  CONSTRAINT identity_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id)
);
CREATE INDEX identity_customer ON identity (customer_id);
CREATE INDEX identity_union ON identity (union_id) WHERE union_id IS NOT NULL;

CREATE TABLE identity_provider (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  kind text NOT NULL,
  name jsonb NOT NULL,
  settings jsonb NOT NULL,
  secret_cipher text NOT NULL,
  links_by_email boolean NOT NULL DEFAULT false,
  enabled boolean NOT NULL DEFAULT true,
  worked_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT identity_provider_pkey PRIMARY KEY (id),
  CONSTRAINT identity_provider_key_key UNIQUE (key),
  CONSTRAINT identity_provider_key_check CHECK (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  CONSTRAINT identity_provider_kind_check CHECK (kind IN ('oidc', 'wecom'))
);

CREATE TABLE identity_provider_group (
  provider_id bigint NOT NULL,
  "position" integer NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  department_id bigint,
  CONSTRAINT identity_provider_group_pkey PRIMARY KEY (provider_id, "position"),
  CONSTRAINT identity_provider_group_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT identity_provider_group_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_provider(id) ON DELETE CASCADE,
  CONSTRAINT identity_provider_group_role_check CHECK (role IN ('agent', 'lead', 'finance_clerk', 'finance_lead', 'quality', 'admin'))
);
CREATE INDEX identity_provider_group_department ON identity_provider_group (department_id);

CREATE TABLE inbound_envelope (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  key text NOT NULL,
  received_at timestamptz NOT NULL,
  body text NOT NULL,
  state text NOT NULL DEFAULT 'handled',
  error text,
  attempts integer NOT NULL DEFAULT 0,
  check_id text,
  sealed boolean NOT NULL DEFAULT false,
  told_at timestamptz,
  CONSTRAINT inbound_envelope_pkey PRIMARY KEY (id, received_at),
  CONSTRAINT inbound_envelope_state_check CHECK (state IN ('handled', 'failed', 'replayed'))
) PARTITION BY RANGE (received_at);
CREATE INDEX inbound_envelope_failed ON ONLY inbound_envelope (id) WHERE state = 'failed';
CREATE INDEX inbound_envelope_sealed ON ONLY inbound_envelope (id) WHERE sealed;

CREATE TABLE inbound_envelope_default PARTITION OF inbound_envelope DEFAULT;
CREATE INDEX inbound_envelope_default_id_idx ON inbound_envelope_default (id) WHERE state = 'failed';
CREATE INDEX inbound_envelope_default_id_idx1 ON inbound_envelope_default (id) WHERE sealed;

CREATE TABLE inbound_key (
  account_id bigint NOT NULL,
  key text NOT NULL,
  envelope_id bigint,
  answer text,
  received_at timestamptz NOT NULL,
  CONSTRAINT inbound_key_pkey PRIMARY KEY (account_id, key),
  CONSTRAINT inbound_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);
CREATE INDEX inbound_key_age ON inbound_key (received_at);

CREATE TABLE invitation (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  department_ids bigint[] NOT NULL,
  token_hash text NOT NULL,
  invited_by bigint,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  invited_by_admin boolean NOT NULL,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token_hash_key UNIQUE (token_hash),
  CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES member(id)
);
CREATE UNIQUE INDEX invitation_open ON invitation (lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE job_worker (
  id text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT job_worker_pkey PRIMARY KEY (id)
);

CREATE TABLE key_holder (
  id uuid NOT NULL,
  seen_at timestamptz NOT NULL,
  holds text[] NOT NULL,
  uses text NOT NULL,
  CONSTRAINT key_holder_pkey PRIMARY KEY (id)
);

CREATE TABLE legal_hold (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  subject_type text NOT NULL,
  subject_id bigint NOT NULL,
  reason text NOT NULL,
  until timestamptz,
  set_by bigint NOT NULL,
  set_at timestamptz NOT NULL,
  lifted_by bigint,
  lifted_at timestamptz,
  CONSTRAINT legal_hold_pkey PRIMARY KEY (id),
  CONSTRAINT legal_hold_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES member(id),
  CONSTRAINT legal_hold_set_by_fkey FOREIGN KEY (set_by) REFERENCES member(id),
  CONSTRAINT legal_hold_subject_type_check CHECK (subject_type IN ('customer', 'ticket', 'conversation'))
);
CREATE INDEX legal_hold_subject ON legal_hold (subject_type, subject_id);
CREATE INDEX legal_hold_unlifted ON legal_hold (subject_type, subject_id) WHERE lifted_at IS NULL;

CREATE VIEW live_session AS
 SELECT sid,
    sess,
    expire,
    began_at,
    used_at,
    ends_at
   FROM ( SELECT s.sid,
            s.sess,
            s.expire,
            s.began_at,
            s.used_at,
            LEAST(s.expire, s.began_at + make_interval(hours => t.longest_hours), s.used_at + make_interval(mins => t.idle_minutes)) AS ends_at
           FROM session s
             CROSS JOIN session_setting t) timed
  WHERE ends_at > clock_timestamp();

CREATE TABLE lost_file (
  message_id bigint NOT NULL,
  lost_at timestamptz NOT NULL,
  CONSTRAINT lost_file_pkey PRIMARY KEY (message_id),
  CONSTRAINT lost_file_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id)
);

CREATE TABLE member (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  email text NOT NULL,
  name text NOT NULL,
  alias text NOT NULL,
  staff_number text NOT NULL,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'active',
  language text NOT NULL DEFAULT 'zh-CN',
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  brought_in_by bigint,
  brought_in_by_admin boolean NOT NULL DEFAULT true,
  demonstration boolean NOT NULL DEFAULT false,
  CONSTRAINT member_pkey PRIMARY KEY (id),
  CONSTRAINT member_staff_number_key UNIQUE (staff_number),
  CONSTRAINT member_brought_in_by_fkey FOREIGN KEY (brought_in_by) REFERENCES member(id),
  CONSTRAINT member_role_check CHECK (role IN ('agent', 'lead', 'finance_clerk', 'finance_lead', 'quality', 'admin')),
  CONSTRAINT member_state_check CHECK (state IN ('active', 'disabled'))
);
CREATE UNIQUE INDEX member_email ON member (lower(email));
CREATE TRIGGER tell_logins AFTER UPDATE OF state, role ON member FOR EACH ROW WHEN (old.state <> new.state OR old.role <> new.role) EXECUTE FUNCTION tell_member();

CREATE TABLE member_confirmation (
  member_id bigint NOT NULL,
  confirmed_by bigint NOT NULL,
  confirmed_at timestamptz NOT NULL,
  CONSTRAINT member_confirmation_pkey PRIMARY KEY (member_id),
  CONSTRAINT member_confirmation_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES member(id),
  CONSTRAINT member_confirmation_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT member_confirmation_check CHECK (confirmed_by <> member_id)
);

CREATE TABLE member_identity (
  provider_id bigint NOT NULL,
  subject text NOT NULL,
  member_id bigint NOT NULL,
  by_groups boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  CONSTRAINT member_identity_pkey PRIMARY KEY (provider_id, subject),
  CONSTRAINT member_identity_provider_id_member_id_key UNIQUE (provider_id, member_id),
  CONSTRAINT member_identity_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE,
  CONSTRAINT member_identity_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_provider(id) ON DELETE CASCADE
);
CREATE INDEX member_identity_member ON member_identity (member_id);

CREATE TABLE membership (
  member_id bigint NOT NULL,
  department_id bigint NOT NULL,
  CONSTRAINT membership_pkey PRIMARY KEY (member_id, department_id),
  CONSTRAINT membership_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT membership_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
);
CREATE INDEX membership_department ON membership (department_id);
CREATE TRIGGER tell_logins AFTER INSERT OR DELETE ON membership FOR EACH ROW EXECUTE FUNCTION tell_membership();

CREATE TABLE menu_answer (
  account_id bigint NOT NULL,
  item text NOT NULL,
  answer text NOT NULL,
  CONSTRAINT menu_answer_pkey PRIMARY KEY (account_id, item),
  CONSTRAINT menu_answer_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);

CREATE TABLE menu_tap (
  account_id bigint NOT NULL,
  item text NOT NULL,
  day date NOT NULL,
  count integer NOT NULL,
  CONSTRAINT menu_tap_pkey PRIMARY KEY (account_id, item, day),
  CONSTRAINT menu_tap_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);

CREATE TABLE message (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  conversation_id bigint NOT NULL,
  direction text NOT NULL,
  author_kind text NOT NULL,
  author_id bigint,
  author_name text,
  kind text NOT NULL,
  text text NOT NULL DEFAULT '',
  content jsonb NOT NULL DEFAULT '{}'::jsonb,
  provider_id text,
  sent_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT message_pkey PRIMARY KEY (id),
  CONSTRAINT message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  CONSTRAINT message_author_kind_check CHECK (author_kind IN ('customer', 'member', 'bot', 'system')),
  CONSTRAINT message_direction_check CHECK (direction IN ('in', 'out'))
);
CREATE INDEX message_conversation ON message (conversation_id, sent_at, id);

CREATE TABLE migration (
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT migration_pkey PRIMARY KEY (name)
);

CREATE TABLE note (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  author_id bigint NOT NULL,
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT note_pkey PRIMARY KEY (id),
  CONSTRAINT note_author_id_fkey FOREIGN KEY (author_id) REFERENCES member(id),
  CONSTRAINT note_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);
CREATE INDEX note_ticket ON note (ticket_id, id);

CREATE TABLE notice (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  event_id bigint NOT NULL,
  purpose text NOT NULL,
  ticket_id bigint,
  identity_id bigint NOT NULL,
  language text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT notice_pkey PRIMARY KEY (id),
  CONSTRAINT notice_event_id_purpose_identity_id_key UNIQUE (event_id, purpose, identity_id),
  CONSTRAINT notice_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id),
  CONSTRAINT notice_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);
CREATE INDEX notice_ticket ON notice (ticket_id, id);

CREATE TABLE person_export (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  customer_id bigint NOT NULL,
  asked_by bigint NOT NULL,
  asked_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  path text,
  bytes bigint,
  files integer,
  done_at timestamptz,
  expires_at timestamptz,
  CONSTRAINT person_export_pkey PRIMARY KEY (id),
  CONSTRAINT person_export_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES member(id),
  CONSTRAINT person_export_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  CONSTRAINT person_export_state_check CHECK (state IN ('waiting', 'done', 'gone'))
);
CREATE INDEX person_export_customer ON person_export (customer_id, id);
CREATE INDEX person_export_path ON person_export (path) WHERE path IS NOT NULL;

CREATE TABLE policy (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  name jsonb NOT NULL,
  "position" integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  conditions jsonb NOT NULL DEFAULT '{}'::jsonb,
  pausing text[] NOT NULL DEFAULT '{waiting_on_customer,on_hold}'[],
  warnings jsonb NOT NULL DEFAULT '[{"share": 0.75}]'::jsonb,
  ladder jsonb NOT NULL DEFAULT '[]'::jsonb,
  saved_by bigint,
  archived_at timestamptz,
  CONSTRAINT policy_pkey PRIMARY KEY (id),
  CONSTRAINT policy_key_key UNIQUE (key),
  CONSTRAINT policy_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES member(id)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON policy FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE TABLE policy_target (
  policy_id bigint NOT NULL,
  metric text NOT NULL,
  key text NOT NULL DEFAULT '',
  seconds integer NOT NULL,
  clock text NOT NULL,
  calendar_id bigint,
  name jsonb,
  CONSTRAINT policy_target_pkey PRIMARY KEY (policy_id, metric, key),
  CONSTRAINT policy_target_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar(id),
  CONSTRAINT policy_target_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id) ON DELETE CASCADE,
  CONSTRAINT policy_target_check CHECK (key = '' OR (metric IN ('department', 'milestone'))),
  CONSTRAINT policy_target_check1 CHECK (key <> '' OR metric <> 'milestone'),
  CONSTRAINT policy_target_clock_check CHECK (clock IN ('wall', 'working')),
  CONSTRAINT policy_target_metric_check CHECK (metric IN ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone')),
  CONSTRAINT policy_target_seconds_check CHECK (seconds > 0)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON policy_target FOR EACH STATEMENT EXECUTE FUNCTION revise('sla');

CREATE VIEW policy_text AS
 SELECT id,
    key,
    version,
    archived_at,
    jsonb_build_object('key', key, 'name', name, 'conditions', conditions, 'pausing', pausing, 'warnings', warnings, 'ladder', ladder, 'targets', COALESCE(( SELECT jsonb_agg(jsonb_build_object('metric', t.metric, 'key', t.key, 'seconds', t.seconds, 'clock', t.clock, 'calendar', c.key, 'name', t.name)) AS jsonb_agg
           FROM policy_target t
             LEFT JOIN calendar c ON c.id = t.calendar_id
          WHERE t.policy_id = p.id), '[]'::jsonb)) AS draft
   FROM policy p;

CREATE TABLE policy_version (
  policy_id bigint NOT NULL,
  version integer NOT NULL,
  saved_at timestamptz,
  saved_by bigint,
  draft jsonb NOT NULL,
  CONSTRAINT policy_version_pkey PRIMARY KEY (policy_id, version),
  CONSTRAINT policy_version_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id),
  CONSTRAINT policy_version_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES member(id)
);

CREATE VIEW promise AS
 SELECT m.id,
    m.ticket_id,
    m.metric,
    m.key,
    m.policy_id,
    m.state,
    m.due_at,
    m.broken_at,
    m.ended_at,
        CASE
            WHEN m.metric IN ('acceptance', 'department') THEN m.department_id
            ELSE t.department_id
        END AS department_id,
    COALESCE(m.broken_at, m.ended_at) AS decided_at,
    m.broken_at IS NOT NULL AS broken,
    m.broken_at IS NOT NULL AND m.breached_at IS NULL AS taken_back
   FROM timer m
     JOIN ticket t ON t.id = m.ticket_id
  WHERE (m.broken_at IS NOT NULL OR m.state = 'met') AND NOT (EXISTS ( SELECT 1
           FROM timer n
          WHERE n.replaces = m.id));

CREATE TABLE promise_day (
  day date NOT NULL,
  seen_by bigint[] NOT NULL,
  dimension text NOT NULL,
  value text NOT NULL,
  metric text NOT NULL,
  kept bigint NOT NULL,
  broken bigint NOT NULL,
  taken_back bigint NOT NULL,
  CONSTRAINT promise_day_pkey PRIMARY KEY (day, seen_by, dimension, value, metric)
);
CREATE INDEX promise_day_read ON promise_day (dimension, day) INCLUDE (seen_by, value, metric, kept, broken, taken_back);

CREATE TABLE promise_part (
  ticket_id bigint NOT NULL,
  day date NOT NULL,
  seen_by bigint[] NOT NULL,
  metric text NOT NULL,
  policy_id bigint NOT NULL,
  department_id bigint NOT NULL,
  priority text NOT NULL,
  tier text NOT NULL,
  region text NOT NULL,
  kept integer NOT NULL,
  broken integer NOT NULL,
  taken_back integer NOT NULL,
  CONSTRAINT promise_part_pkey PRIMARY KEY (ticket_id, day, metric, policy_id, department_id)
);
CREATE INDEX promise_part_day ON promise_part (day, seen_by);

CREATE TABLE provider_clock (
  account_id bigint NOT NULL,
  ahead_ms integer NOT NULL,
  pushes integer NOT NULL,
  measured_at timestamptz NOT NULL,
  CONSTRAINT provider_clock_pkey PRIMARY KEY (account_id),
  CONSTRAINT provider_clock_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id)
);

CREATE TABLE queued_push (
  envelope_id bigint NOT NULL,
  sender bigint,
  attempts integer NOT NULL,
  due_at timestamptz NOT NULL,
  CONSTRAINT queued_push_pkey PRIMARY KEY (envelope_id)
);
CREATE INDEX queued_push_due ON queued_push (due_at);
CREATE INDEX queued_push_sender ON queued_push (sender, envelope_id);

CREATE TABLE rate_limit (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT rate_limit_pkey PRIMARY KEY (key)
);

CREATE TABLE reading (
  one_row boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 0,
  CONSTRAINT reading_pkey PRIMARY KEY (one_row),
  CONSTRAINT reading_one_row_check CHECK (one_row)
);

CREATE TABLE recovery_code (
  code_hash text NOT NULL,
  member_id bigint NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (code_hash),
  CONSTRAINT recovery_code_member_id_fkey FOREIGN KEY (member_id) REFERENCES second_factor(member_id) ON DELETE CASCADE
);
CREATE INDEX recovery_code_member ON recovery_code (member_id);

CREATE TABLE refund (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  order_number text NOT NULL,
  amount numeric NOT NULL,
  currency text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'requested',
  requested_by bigint NOT NULL,
  requested_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  withdrawn_at timestamptz,
  order_key text NOT NULL GENERATED ALWAYS AS (order_key(order_number)) STORED,
  CONSTRAINT refund_pkey PRIMARY KEY (id),
  CONSTRAINT refund_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES member(id),
  CONSTRAINT refund_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT refund_amount_check CHECK (amount > 0::numeric),
  CONSTRAINT refund_amount_readable CHECK (amount < '1000000000000'::numeric AND scale(amount) <= 4),
  CONSTRAINT refund_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT refund_state_check CHECK (state IN ('requested', 'approved', 'paying', 'paid', 'rejected', 'withdrawn'))
);
CREATE INDEX refund_list ON refund (state, id DESC);
CREATE INDEX refund_order ON refund (order_key);
CREATE UNIQUE INDEX refund_standing ON refund (ticket_id) WHERE state NOT IN ('rejected', 'withdrawn');
CREATE TRIGGER refuse_changed_refund BEFORE UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION refuse_changed_refund();
CREATE TRIGGER touch_changed AFTER UPDATE ON refund FOR EACH ROW WHEN (old.ticket_id <> new.ticket_id OR old.amount <> new.amount OR old.currency <> new.currency) EXECUTE FUNCTION touch_its_ticket();

CREATE TABLE refund_decision (
  refund_id bigint NOT NULL,
  approved boolean NOT NULL,
  reason text NOT NULL DEFAULT '',
  decided_by bigint NOT NULL,
  decided_at timestamptz NOT NULL,
  of_version integer,
  CONSTRAINT refund_decision_pkey PRIMARY KEY (refund_id),
  CONSTRAINT refund_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES member(id),
  CONSTRAINT refund_decision_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id)
);
CREATE TRIGGER refuse_own_approval BEFORE INSERT OR UPDATE ON refund_decision FOR EACH ROW EXECUTE FUNCTION refuse_own_approval();

CREATE TABLE refund_limit (
  currency text NOT NULL,
  most numeric NOT NULL,
  CONSTRAINT refund_limit_pkey PRIMARY KEY (currency),
  CONSTRAINT refund_limit_currency_check CHECK (currency ~ '^([A-Z]{3}|\*)$'),
  CONSTRAINT refund_limit_most_check CHECK (most > 0::numeric AND most < '1000000000000'::numeric)
);

CREATE TABLE refund_payment (
  refund_id bigint NOT NULL,
  voucher text NOT NULL,
  recorded_by bigint NOT NULL,
  paid_at timestamptz NOT NULL,
  of_version integer,
  voucher_key text NOT NULL GENERATED ALWAYS AS (number_key(voucher)) STORED,
  CONSTRAINT refund_payment_pkey PRIMARY KEY (refund_id),
  CONSTRAINT refund_payment_voucher_key UNIQUE (voucher),
  CONSTRAINT refund_payment_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES member(id),
  CONSTRAINT refund_payment_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id)
);
CREATE UNIQUE INDEX refund_payment_number ON refund_payment (voucher_key);
CREATE TRIGGER refuse_unapproved_payment BEFORE INSERT OR UPDATE ON refund_payment FOR EACH ROW EXECUTE FUNCTION refuse_unapproved_payment();
CREATE TRIGGER touch AFTER INSERT OR DELETE OR UPDATE OF refund_id, paid_at ON refund_payment FOR EACH ROW EXECUTE FUNCTION touch_ticket_of_payment();

CREATE TABLE refusal_count (
  day date NOT NULL,
  reason text NOT NULL,
  count bigint NOT NULL DEFAULT 0,
  CONSTRAINT refusal_count_pkey PRIMARY KEY (day, reason)
);

CREATE TABLE report_day (
  day date NOT NULL,
  department_id bigint NOT NULL,
  priority text NOT NULL,
  opened bigint NOT NULL,
  resolved bigint NOT NULL,
  reopened bigint NOT NULL,
  response_met bigint NOT NULL,
  response_breached bigint NOT NULL,
  resolution_met bigint NOT NULL,
  resolution_breached bigint NOT NULL,
  seconds double precision[] NOT NULL,
  paid jsonb NOT NULL,
  CONSTRAINT report_day_pkey PRIMARY KEY (day, department_id, priority)
);

CREATE TABLE report_part (
  ticket_id bigint NOT NULL,
  day date NOT NULL,
  department_id bigint NOT NULL,
  priority text NOT NULL,
  opened integer NOT NULL,
  resolved integer NOT NULL,
  reopened integer NOT NULL,
  response_met integer NOT NULL,
  response_breached integer NOT NULL,
  resolution_met integer NOT NULL,
  resolution_breached integer NOT NULL,
  seconds double precision[] NOT NULL,
  paid jsonb NOT NULL,
  CONSTRAINT report_part_pkey PRIMARY KEY (ticket_id, day, department_id, priority)
);
CREATE INDEX report_part_day ON report_part (day, department_id, priority);

CREATE TABLE report_touched (
  ticket_id bigint NOT NULL
);

CREATE TABLE report_zone (
  one_row boolean NOT NULL DEFAULT true,
  zone text,
  checked_on date,
  CONSTRAINT report_zone_pkey PRIMARY KEY (one_row),
  CONSTRAINT report_zone_one_row_check CHECK (one_row)
);

CREATE TABLE resolution (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  note text NOT NULL,
  resolved_by bigint,
  resolved_at timestamptz NOT NULL,
  reopened_by bigint,
  reopened_at timestamptz,
  reopen_reason text,
  reopened_by_message bigint,
  CONSTRAINT resolution_pkey PRIMARY KEY (id),
  CONSTRAINT resolution_reopened_by_fkey FOREIGN KEY (reopened_by) REFERENCES member(id),
  CONSTRAINT resolution_reopened_by_message_fkey FOREIGN KEY (reopened_by_message) REFERENCES message(id),
  CONSTRAINT resolution_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES member(id),
  CONSTRAINT resolution_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);
CREATE INDEX resolution_reopened ON resolution (reopened_at) WHERE reopened_at IS NOT NULL;
CREATE INDEX resolution_reopened_by ON resolution (reopened_by_message) WHERE reopened_by_message IS NOT NULL;
CREATE INDEX resolution_resolved ON resolution (resolved_at);
CREATE UNIQUE INDEX resolution_standing ON resolution (ticket_id) WHERE reopened_at IS NULL;
CREATE TRIGGER touch AFTER INSERT OR DELETE ON resolution FOR EACH ROW EXECUTE FUNCTION touch_its_ticket();
CREATE TRIGGER touch_changed AFTER UPDATE ON resolution FOR EACH ROW WHEN (old.ticket_id <> new.ticket_id OR old.resolved_at <> new.resolved_at OR old.reopened_at IS DISTINCT FROM new.reopened_at) EXECUTE FUNCTION touch_its_ticket();

CREATE TABLE retention_class (
  key text NOT NULL,
  days integer NOT NULL,
  CONSTRAINT retention_class_pkey PRIMARY KEY (key),
  CONSTRAINT retention_class_days_check CHECK (days > 0),
  CONSTRAINT retention_class_key_check CHECK (key IN ('messages', 'deliveries', 'tickets', 'events', 'envelopes'))
);

CREATE TABLE retention_run (
  night date NOT NULL,
  begun_at timestamptz NOT NULL,
  finished_at timestamptz,
  removed jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT retention_run_pkey PRIMARY KEY (night)
);

CREATE TABLE revision (
  topic text NOT NULL,
  stamp bigint NOT NULL DEFAULT nextval('revision_stamp'::regclass),
  CONSTRAINT revision_pkey PRIMARY KEY (topic)
);

CREATE TABLE robot (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  name jsonb NOT NULL,
  vendor text NOT NULL,
  url_cipher text NOT NULL,
  secret_cipher text,
  created_at timestamptz NOT NULL,
  CONSTRAINT robot_pkey PRIMARY KEY (id),
  CONSTRAINT robot_key_key UNIQUE (key),
  CONSTRAINT robot_key_check CHECK (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  CONSTRAINT robot_vendor_check CHECK (vendor IN ('wecom', 'feishu', 'dingtalk'))
);

CREATE TABLE roster (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  name jsonb NOT NULL,
  region text,
  zone text NOT NULL,
  starts_on date NOT NULL,
  handover text NOT NULL,
  days integer NOT NULL,
  member_ids bigint[] NOT NULL,
  department_id bigint,
  CONSTRAINT roster_pkey PRIMARY KEY (id),
  CONSTRAINT roster_key_key UNIQUE (key),
  CONSTRAINT roster_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT roster_days_check CHECK (days >= 1 AND days <= 92),
  CONSTRAINT roster_key_check CHECK (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  CONSTRAINT roster_member_ids_check CHECK (cardinality(member_ids) > 0)
);
CREATE UNIQUE INDEX roster_region ON roster (COALESCE(department_id, 0::bigint), COALESCE(region, ''));

CREATE TABLE roster_substitute (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  roster_id bigint NOT NULL,
  member_id bigint NOT NULL,
  substitute_id bigint NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CONSTRAINT roster_substitute_pkey PRIMARY KEY (id),
  CONSTRAINT roster_substitute_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT roster_substitute_roster_id_fkey FOREIGN KEY (roster_id) REFERENCES roster(id) ON DELETE CASCADE,
  CONSTRAINT roster_substitute_substitute_id_fkey FOREIGN KEY (substitute_id) REFERENCES member(id),
  CONSTRAINT roster_substitute_check CHECK (substitute_id <> member_id),
  CONSTRAINT roster_substitute_check1 CHECK (ends_at > starts_at)
);
CREATE INDEX roster_substitute_roster ON roster_substitute (roster_id, ends_at);

CREATE TABLE scene (
  token text NOT NULL,
  account_id bigint NOT NULL,
  customer_id bigint NOT NULL,
  ticket_id bigint,
  made_by bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_by bigint,
  CONSTRAINT scene_pkey PRIMARY KEY (token),
  CONSTRAINT scene_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id),
  CONSTRAINT scene_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  CONSTRAINT scene_made_by_fkey FOREIGN KEY (made_by) REFERENCES member(id),
  CONSTRAINT scene_used_by_fkey FOREIGN KEY (used_by) REFERENCES identity(id)
);
CREATE INDEX scene_account ON scene (account_id);

CREATE TABLE second_factor (
  member_id bigint NOT NULL,
  secret_cipher text NOT NULL,
  last_step bigint NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT second_factor_pkey PRIMARY KEY (member_id),
  CONSTRAINT second_factor_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
);

CREATE TABLE session (
  sid text NOT NULL,
  sess json NOT NULL,
  expire timestamptz NOT NULL,
  began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT session_pkey PRIMARY KEY (sid)
);
CREATE INDEX session_expire ON session (expire);
CREATE INDEX session_subject ON session ((sess ->> 'subject'));
CREATE TRIGGER tell_logins AFTER DELETE ON session REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION tell_ended_logins();

CREATE TABLE session_setting (
  one_row boolean NOT NULL DEFAULT true,
  idle_minutes integer NOT NULL DEFAULT 720,
  longest_hours integer NOT NULL DEFAULT 336,
  CONSTRAINT session_setting_pkey PRIMARY KEY (one_row),
  CONSTRAINT session_setting_idle_minutes_check CHECK (idle_minutes >= 5 AND idle_minutes <= 43200),
  CONSTRAINT session_setting_longest_hours_check CHECK (longest_hours >= 1 AND longest_hours <= 720),
  CONSTRAINT session_setting_one_row_check CHECK (one_row)
);

CREATE TABLE setting (
  key text NOT NULL,
  value jsonb NOT NULL,
  CONSTRAINT setting_pkey PRIMARY KEY (key)
);

CREATE TABLE sign_in_attempt (
  state_hash text NOT NULL,
  browser_hash text NOT NULL,
  provider_id bigint NOT NULL,
  next text NOT NULL,
  expires_at timestamptz NOT NULL,
  member_id bigint,
  login_id text,
  invitation_hash text,
  CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (state_hash),
  CONSTRAINT sign_in_attempt_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE,
  CONSTRAINT sign_in_attempt_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_provider(id) ON DELETE CASCADE,
  CONSTRAINT sign_in_attempt_check CHECK ((member_id IS NULL) = (login_id IS NULL)),
  CONSTRAINT sign_in_attempt_check1 CHECK (member_id IS NULL OR invitation_hash IS NULL)
);
CREATE INDEX sign_in_attempt_expires ON sign_in_attempt (expires_at);
CREATE INDEX sign_in_attempt_member ON sign_in_attempt (member_id);
CREATE INDEX sign_in_attempt_provider ON sign_in_attempt (provider_id);

CREATE TABLE signing_key (
  id text NOT NULL,
  key_cipher text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT signing_key_pkey PRIMARY KEY (id)
);

CREATE TABLE sla_check (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  night date,
  begun_at timestamptz NOT NULL,
  finished_at timestamptz,
  timers bigint NOT NULL DEFAULT 0,
  differing bigint NOT NULL DEFAULT 0,
  differences jsonb NOT NULL DEFAULT '[]'::jsonb,
  CONSTRAINT sla_check_pkey PRIMARY KEY (id),
  CONSTRAINT sla_check_night_key UNIQUE (night)
);
CREATE INDEX sla_check_newest ON sla_check (id DESC) WHERE finished_at IS NOT NULL;

CREATE TABLE stored_file (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  message_id bigint NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  path text NOT NULL,
  seconds integer,
  playable_path text,
  playable_type text,
  created_at timestamptz NOT NULL,
  CONSTRAINT stored_file_pkey PRIMARY KEY (id),
  CONSTRAINT stored_file_message_id_key UNIQUE (message_id),
  CONSTRAINT stored_file_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id)
);
CREATE INDEX stored_file_path ON stored_file (path);
CREATE INDEX stored_file_playable ON stored_file (playable_path) WHERE playable_path IS NOT NULL;

CREATE TABLE ticket (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  number bigint NOT NULL DEFAULT nextval('ticket_number'::regclass),
  subject text NOT NULL,
  type text NOT NULL,
  priority text NOT NULL,
  status text NOT NULL DEFAULT 'new',
  stage text NOT NULL DEFAULT 'received',
  department_id bigint NOT NULL,
  assignee_id bigint,
  assigned_at timestamptz,
  customer_id bigint NOT NULL,
  identity_id bigint,
  conversation_id bigint,
  fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  reason jsonb NOT NULL DEFAULT '{}'::jsonb,
  rule_key text,
  rule_version integer,
  search tsvector NOT NULL DEFAULT ''::tsvector,
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  resolved_at timestamptz,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  is_finished boolean NOT NULL GENERATED ALWAYS AS ((status IN ('resolved', 'closed'))) STORED,
  follows_id bigint,
  link_generation integer NOT NULL DEFAULT 0,
  CONSTRAINT ticket_pkey PRIMARY KEY (id),
  CONSTRAINT ticket_number_key UNIQUE (number),
  CONSTRAINT ticket_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES member(id),
  CONSTRAINT ticket_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  CONSTRAINT ticket_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  CONSTRAINT ticket_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT ticket_follows_id_fkey FOREIGN KEY (follows_id) REFERENCES ticket(id),
  CONSTRAINT ticket_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id),
  CONSTRAINT ticket_type_fkey FOREIGN KEY (type) REFERENCES ticket_type(key),
  CONSTRAINT ticket_link_generation_check CHECK (link_generation >= 0),
  CONSTRAINT ticket_priority_check CHECK (priority IN ('P0', 'P1', 'P2', 'P3')),
  CONSTRAINT ticket_status_check CHECK (status IN ('new', 'open', 'waiting_on_customer', 'on_hold', 'resolved', 'closed'))
);
CREATE INDEX ticket_assignee ON ticket (assignee_id, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_conversation ON ticket (conversation_id);
CREATE INDEX ticket_customer ON ticket (customer_id, type) WHERE NOT is_finished;
CREATE INDEX ticket_customer_all ON ticket (customer_id, id DESC);
CREATE INDEX ticket_department ON ticket (department_id, id DESC);
CREATE INDEX ticket_follows ON ticket (follows_id) WHERE follows_id IS NOT NULL;
CREATE INDEX ticket_identity ON ticket (identity_id, id) WHERE identity_id IS NOT NULL;
CREATE INDEX ticket_open ON ticket (department_id, priority, id) WHERE NOT is_finished;
CREATE INDEX ticket_resolved ON ticket (resolved_at) WHERE status = 'resolved';
CREATE INDEX ticket_search ON ticket USING gin (ticket_words(search, id, department_id));
CREATE INDEX ticket_unfinished ON ticket (id) WHERE NOT is_finished;
CREATE TRIGGER know_customer AFTER INSERT ON ticket FOR EACH ROW EXECUTE FUNCTION know_customer();
CREATE TRIGGER know_customer_anew AFTER UPDATE ON ticket FOR EACH ROW WHEN (old.department_id <> new.department_id) EXECUTE FUNCTION know_customer();
CREATE TRIGGER know_joined_customer AFTER UPDATE ON ticket FOR EACH ROW WHEN (old.customer_id <> new.customer_id) EXECUTE FUNCTION know_joined_customer();
CREATE TRIGGER touch AFTER INSERT OR DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION touch_ticket();
CREATE TRIGGER touch_changed AFTER UPDATE ON ticket FOR EACH ROW WHEN (old.department_id <> new.department_id OR old.priority <> new.priority OR old.opened_at <> new.opened_at OR old.customer_id <> new.customer_id) EXECUTE FUNCTION touch_ticket();

CREATE TABLE ticket_guest (
  member_id bigint NOT NULL,
  ticket_id bigint NOT NULL,
  since timestamptz NOT NULL,
  CONSTRAINT ticket_guest_pkey PRIMARY KEY (member_id, ticket_id),
  CONSTRAINT ticket_guest_member_id_fkey FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT ticket_guest_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);

CREATE TABLE ticket_message (
  ticket_id bigint NOT NULL,
  message_id bigint NOT NULL,
  CONSTRAINT ticket_message_pkey PRIMARY KEY (ticket_id, message_id),
  CONSTRAINT ticket_message_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id),
  CONSTRAINT ticket_message_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);
CREATE INDEX ticket_message_message ON ticket_message (message_id);

CREATE TABLE ticket_type (
  key text NOT NULL,
  name jsonb NOT NULL,
  priority text NOT NULL,
  department_id bigint NOT NULL,
  "position" integer NOT NULL,
  reopen_days integer NOT NULL DEFAULT 7,
  CONSTRAINT ticket_type_pkey PRIMARY KEY (key),
  CONSTRAINT ticket_type_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT ticket_type_key_check CHECK (key ~ '^[a-z][a-z0-9_]{0,40}$'),
  CONSTRAINT ticket_type_priority_check CHECK (priority IN ('P0', 'P1', 'P2', 'P3')),
  CONSTRAINT ticket_type_reopen_days_check CHECK (reopen_days >= 0 AND reopen_days <= 365)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON ticket_type FOR EACH STATEMENT EXECUTE FUNCTION revise('ticket_types');

CREATE TABLE timer (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  metric text NOT NULL,
  key text NOT NULL DEFAULT '',
  department_id bigint NOT NULL,
  version integer NOT NULL,
  replaces bigint,
  state text NOT NULL,
  policy_id bigint NOT NULL,
  policy_version integer NOT NULL DEFAULT 1,
  calendar_version_id bigint,
  target_seconds integer NOT NULL,
  warn_after integer[] NOT NULL DEFAULT '{}'::integer[],
  warned smallint NOT NULL DEFAULT 0,
  pausing text[] NOT NULL DEFAULT '{waiting_on_customer,on_hold}'[],
  consumed_ms bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  running_since timestamptz,
  paused_reason text,
  due_at timestamptz,
  warn_at timestamptz,
  next_fire_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  fired_late_ms bigint,
  ended_at timestamptz,
  broken_at timestamptz,
  CONSTRAINT timer_pkey PRIMARY KEY (id),
  CONSTRAINT timer_ticket_id_metric_key_department_id_version_key UNIQUE (ticket_id, metric, key, department_id, version),
  CONSTRAINT timer_calendar_version_id_fkey FOREIGN KEY (calendar_version_id) REFERENCES calendar_version(id),
  CONSTRAINT timer_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT timer_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id),
  CONSTRAINT timer_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id),
  CONSTRAINT timer_check CHECK ( CASE state WHEN 'running' THEN due_at IS NOT NULL AND running_since IS NOT NULL WHEN 'paused' THEN due_at IS NULL AND paused_reason IS NOT NULL ELSE ended_at IS NOT NULL END),
  CONSTRAINT timer_check1 CHECK (next_fire_at IS NULL OR state = 'running'),
  CONSTRAINT timer_metric_check CHECK (metric IN ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone')),
  CONSTRAINT timer_state_check CHECK (state IN ('running', 'paused', 'met', 'cancelled'))
);
CREATE INDEX timer_decided ON timer (COALESCE(broken_at, ended_at), id) WHERE broken_at IS NOT NULL OR state = 'met';
CREATE INDEX timer_due ON timer (next_fire_at, id) WHERE state = 'running' AND next_fire_at IS NOT NULL;
CREATE INDEX timer_next ON timer (due_at, ticket_id) WHERE state = 'running';
CREATE INDEX timer_open ON timer (ticket_id) WHERE state IN ('running', 'paused');
CREATE INDEX timer_open_calendar ON timer (calendar_version_id, ticket_id) WHERE state IN ('running', 'paused');
CREATE INDEX timer_replaces ON timer (replaces) WHERE replaces IS NOT NULL;
CREATE TRIGGER touch AFTER INSERT ON timer FOR EACH ROW WHEN (new.broken_at IS NOT NULL OR new.state = 'met' OR new.replaces IS NOT NULL) EXECUTE FUNCTION touch_its_ticket();
CREATE TRIGGER touch_changed AFTER UPDATE ON timer FOR EACH ROW WHEN ((old.ticket_id IS DISTINCT FROM new.ticket_id OR old.metric IS DISTINCT FROM new.metric OR old.state IS DISTINCT FROM new.state OR old.broken_at IS DISTINCT FROM new.broken_at OR old.ended_at IS DISTINCT FROM new.ended_at OR old.replaces IS DISTINCT FROM new.replaces OR old.breached_at IS DISTINCT FROM new.breached_at OR old.policy_id IS DISTINCT FROM new.policy_id OR old.department_id IS DISTINCT FROM new.department_id) AND (old.broken_at IS NOT NULL OR new.broken_at IS NOT NULL OR 'met' = old.state OR 'met' = new.state OR old.replaces IS DISTINCT FROM new.replaces)) EXECUTE FUNCTION touch_its_ticket();
CREATE TRIGGER touch_gone AFTER DELETE ON timer FOR EACH ROW EXECUTE FUNCTION touch_its_ticket();

CREATE TABLE timer_lateness (
  hour timestamptz NOT NULL,
  firings integer NOT NULL,
  worst_ms bigint NOT NULL,
  last_at timestamptz NOT NULL,
  seen_by bigint,
  seen_at timestamptz,
  CONSTRAINT timer_lateness_pkey PRIMARY KEY (hour),
  CONSTRAINT timer_lateness_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES member(id)
);

CREATE TABLE tracking_view (
  ticket_id bigint NOT NULL,
  day date NOT NULL,
  views integer NOT NULL DEFAULT 1,
  CONSTRAINT tracking_view_pkey PRIMARY KEY (ticket_id, day),
  CONSTRAINT tracking_view_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);

CREATE TABLE triage_rule (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  version integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  "position" integer NOT NULL,
  intent text NOT NULL,
  type text,
  priority text,
  department text,
  conditions jsonb NOT NULL,
  reason jsonb NOT NULL,
  CONSTRAINT triage_rule_pkey PRIMARY KEY (id),
  CONSTRAINT triage_rule_key_version_key UNIQUE (key, version),
  CONSTRAINT triage_rule_intent_check CHECK (intent IN ('open_ticket', 'progress', 'person', 'escalation', 'thanks', 'again', 'greeting')),
  CONSTRAINT triage_rule_priority_check CHECK (priority IN ('P0', 'P1', 'P2', 'P3'))
);
CREATE UNIQUE INDEX triage_rule_active ON triage_rule (key) WHERE active;
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON triage_rule FOR EACH STATEMENT EXECUTE FUNCTION revise('triage');

CREATE TABLE triage_setting (
  one_row boolean NOT NULL DEFAULT true,
  adds_up_hours integer NOT NULL DEFAULT 24,
  CONSTRAINT triage_setting_pkey PRIMARY KEY (one_row),
  CONSTRAINT triage_setting_adds_up_hours_check CHECK (adds_up_hours >= 0 AND adds_up_hours <= 168),
  CONSTRAINT triage_setting_one_row_check CHECK (one_row)
);
CREATE TRIGGER revised AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON triage_setting FOR EACH STATEMENT EXECUTE FUNCTION revise('triage');

CREATE TABLE typing_hint (
  identity_id bigint NOT NULL,
  until timestamptz NOT NULL,
  CONSTRAINT typing_hint_pkey PRIMARY KEY (identity_id),
  CONSTRAINT typing_hint_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id)
);

CREATE TABLE wechat_account (
  account_id bigint NOT NULL,
  app_id text NOT NULL,
  original_id text NOT NULL,
  mode text NOT NULL,
  account_type text NOT NULL DEFAULT 'service',
  verified boolean NOT NULL DEFAULT true,
  api_url text,
  app_secret_cipher text NOT NULL,
  token_cipher text NOT NULL,
  aes_key_cipher text NOT NULL,
  previous_token_cipher text,
  previous_aes_key_cipher text,
  previous_until timestamptz,
  broken_reason text,
  broken_at timestamptz,
  CONSTRAINT wechat_account_pkey PRIMARY KEY (account_id),
  CONSTRAINT wechat_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES channel_account(id),
  CONSTRAINT wechat_account_account_type_check CHECK (account_type IN ('service', 'subscription')),
  CONSTRAINT wechat_account_mode_check CHECK (mode IN ('safe', 'compatible', 'plain'))
);

CREATE TABLE wechat_consent (
  account_id bigint NOT NULL,
  external_id text NOT NULL,
  template_id text NOT NULL,
  available integer NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT wechat_consent_pkey PRIMARY KEY (account_id, external_id, template_id),
  CONSTRAINT wechat_consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id),
  CONSTRAINT wechat_consent_available_check CHECK (available >= 0)
);

CREATE TABLE wechat_menu (
  account_id bigint NOT NULL,
  draft jsonb NOT NULL,
  published jsonb,
  published_at timestamptz,
  problem text,
  problem_at timestamptz,
  CONSTRAINT wechat_menu_pkey PRIMARY KEY (account_id),
  CONSTRAINT wechat_menu_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_pause (
  account_id bigint NOT NULL,
  api text NOT NULL,
  until timestamptz NOT NULL,
  reason text NOT NULL,
  CONSTRAINT wechat_pause_pkey PRIMARY KEY (account_id, api),
  CONSTRAINT wechat_pause_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_refused_ability (
  account_id bigint NOT NULL,
  ability text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT wechat_refused_ability_pkey PRIMARY KEY (account_id, ability),
  CONSTRAINT wechat_refused_ability_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_tag (
  account_id bigint NOT NULL,
  tag_id integer NOT NULL,
  name text NOT NULL,
  read_at timestamptz NOT NULL,
  CONSTRAINT wechat_tag_pkey PRIMARY KEY (account_id, tag_id),
  CONSTRAINT wechat_tag_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_tally (
  account_id bigint NOT NULL,
  kind text NOT NULL,
  word text NOT NULL DEFAULT '',
  began timestamptz NOT NULL,
  count integer NOT NULL,
  last_at timestamptz NOT NULL,
  CONSTRAINT wechat_tally_pkey PRIMARY KEY (account_id, kind, began, word),
  CONSTRAINT wechat_tally_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id),
  CONSTRAINT wechat_tally_kind_check CHECK (kind IN ('received', 'turned_away', 'token', 'refused'))
);
CREATE INDEX wechat_tally_hour ON wechat_tally (kind, began);

CREATE TABLE wechat_template (
  account_id bigint NOT NULL,
  purpose text NOT NULL,
  language text NOT NULL,
  kind text NOT NULL DEFAULT 'template',
  template_id text NOT NULL,
  fields jsonb NOT NULL,
  broken_reason text,
  CONSTRAINT wechat_template_pkey PRIMARY KEY (account_id, purpose, language, kind),
  CONSTRAINT wechat_template_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id),
  CONSTRAINT wechat_template_kind_check CHECK (kind IN ('template', 'subscription'))
);

CREATE TABLE wechat_test (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  word text NOT NULL,
  language text NOT NULL,
  identity_id bigint,
  external_id text,
  code text,
  started_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  CONSTRAINT wechat_test_pkey PRIMARY KEY (id),
  CONSTRAINT wechat_test_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id),
  CONSTRAINT wechat_test_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id) ON DELETE SET NULL
);
CREATE INDEX wechat_test_account ON wechat_test (account_id, id);

CREATE TABLE wechat_test_step (
  test_id bigint NOT NULL,
  step text NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  reason text,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  delivery_id bigint,
  at timestamptz,
  CONSTRAINT wechat_test_step_pkey PRIMARY KEY (test_id, step),
  CONSTRAINT wechat_test_step_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE SET NULL,
  CONSTRAINT wechat_test_step_test_id_fkey FOREIGN KEY (test_id) REFERENCES wechat_test(id),
  CONSTRAINT wechat_test_step_state_check CHECK (state IN ('waiting', 'running', 'passed', 'attention', 'failed', 'skipped'))
);
CREATE INDEX wechat_test_step_delivery ON wechat_test_step (delivery_id) WHERE delivery_id IS NOT NULL;

CREATE TABLE wechat_token (
  account_id bigint NOT NULL,
  token_cipher text,
  expires_at timestamptz,
  version integer NOT NULL DEFAULT 0,
  renewing_until timestamptz,
  CONSTRAINT wechat_token_pkey PRIMARY KEY (account_id),
  CONSTRAINT wechat_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_upload (
  account_id bigint NOT NULL,
  sha256 text NOT NULL,
  kind text NOT NULL,
  media_id text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  CONSTRAINT wechat_upload_pkey PRIMARY KEY (account_id, sha256, kind),
  CONSTRAINT wechat_upload_account_id_fkey FOREIGN KEY (account_id) REFERENCES wechat_account(account_id)
);

CREATE TABLE wechat_user (
  identity_id bigint NOT NULL,
  subscribed boolean,
  subscribed_at timestamptz,
  source text,
  tag_ids integer[] NOT NULL DEFAULT '{}'::integer[],
  read_at timestamptz,
  CONSTRAINT wechat_user_pkey PRIMARY KEY (identity_id),
  CONSTRAINT wechat_user_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity(id)
);
CREATE INDEX wechat_user_stale ON wechat_user (read_at NULLS FIRST);

CREATE TABLE window_rule (
  source text NOT NULL,
  in_force_since timestamptz NOT NULL,
  allowance integer NOT NULL,
  seconds integer NOT NULL,
  CONSTRAINT window_rule_pkey PRIMARY KEY (source, in_force_since),
  CONSTRAINT window_rule_allowance_check CHECK (allowance > 0),
  CONSTRAINT window_rule_seconds_check CHECK (seconds > 0),
  CONSTRAINT window_rule_source_check CHECK (source IN ('message', 'menu', 'follow', 'scan'))
);

CREATE TABLE sandbox.access_token (
  token text NOT NULL,
  app_id text NOT NULL,
  kind text NOT NULL,
  expires_at timestamptz NOT NULL,
  forced_at timestamptz,
  CONSTRAINT access_token_pkey PRIMARY KEY (token),
  CONSTRAINT access_token_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id),
  CONSTRAINT access_token_kind_check CHECK (kind IN ('stable', 'plain'))
);
CREATE INDEX access_token_account ON sandbox.access_token (app_id, kind, expires_at);

CREATE TABLE sandbox.account (
  app_id text NOT NULL,
  original_id text NOT NULL,
  name text NOT NULL,
  app_secret text NOT NULL,
  token text NOT NULL,
  aes_key text NOT NULL,
  mode text NOT NULL DEFAULT 'safe',
  callback_url text NOT NULL,
  menu jsonb NOT NULL DEFAULT '[]'::jsonb,
  templates jsonb NOT NULL DEFAULT '[]'::jsonb,
  condition text NOT NULL DEFAULT 'fine',
  CONSTRAINT account_pkey PRIMARY KEY (app_id),
  CONSTRAINT account_original_id_key UNIQUE (original_id),
  CONSTRAINT account_condition_check CHECK (condition IN ('fine', 'slow', 'busy', 'quota', 'lost', 'hang', 'address')),
  CONSTRAINT account_mode_check CHECK (mode IN ('safe', 'compatible', 'plain'))
);

CREATE TABLE sandbox.bubble (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  openid text NOT NULL,
  direction text NOT NULL,
  kind text NOT NULL,
  content jsonb NOT NULL,
  at timestamptz NOT NULL,
  via text,
  CONSTRAINT bubble_pkey PRIMARY KEY (id),
  CONSTRAINT bubble_openid_fkey FOREIGN KEY (openid) REFERENCES sandbox.person(openid),
  CONSTRAINT bubble_direction_check CHECK (direction IN ('up', 'down'))
);
CREATE INDEX bubble_openid ON sandbox.bubble (openid, id);

CREATE TABLE sandbox.call_count (
  app_id text NOT NULL,
  api text NOT NULL,
  day date NOT NULL,
  count integer NOT NULL,
  CONSTRAINT call_count_pkey PRIMARY KEY (app_id, api, day),
  CONSTRAINT call_count_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id)
);

CREATE TABLE sandbox.consent (
  openid text NOT NULL,
  template_id text NOT NULL,
  available integer NOT NULL,
  CONSTRAINT consent_pkey PRIMARY KEY (openid, template_id),
  CONSTRAINT consent_openid_fkey FOREIGN KEY (openid) REFERENCES sandbox.person(openid),
  CONSTRAINT consent_available_check CHECK (available >= 0)
);

CREATE TABLE sandbox.media (
  media_id text NOT NULL,
  app_id text NOT NULL,
  kind text NOT NULL DEFAULT 'image',
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT media_pkey PRIMARY KEY (media_id),
  CONSTRAINT media_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id),
  CONSTRAINT media_kind_check CHECK (kind IN ('image', 'voice', 'video', 'thumb'))
);

CREATE TABLE sandbox.person (
  openid text NOT NULL,
  app_id text NOT NULL,
  name text NOT NULL,
  language text NOT NULL DEFAULT 'zh-CN',
  remark text NOT NULL DEFAULT '',
  scene text NOT NULL DEFAULT '',
  followed boolean NOT NULL DEFAULT true,
  blocked boolean NOT NULL DEFAULT false,
  followed_at timestamptz NOT NULL,
  typing_until timestamptz,
  "position" integer NOT NULL,
  CONSTRAINT person_pkey PRIMARY KEY (openid),
  CONSTRAINT person_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id)
);
CREATE INDEX person_account ON sandbox.person (app_id, "position");

CREATE TABLE sandbox.quota_cleared (
  app_id text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT quota_cleared_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id)
);
CREATE INDEX quota_cleared_app ON sandbox.quota_cleared (app_id, at);

CREATE TABLE sandbox.reply_window (
  openid text NOT NULL,
  source text NOT NULL,
  closes_at timestamptz NOT NULL,
  allowance integer NOT NULL,
  used integer NOT NULL DEFAULT 0,
  CONSTRAINT reply_window_pkey PRIMARY KEY (openid, source),
  CONSTRAINT reply_window_openid_fkey FOREIGN KEY (openid) REFERENCES sandbox.person(openid),
  CONSTRAINT reply_window_source_check CHECK (source IN ('message', 'menu', 'follow', 'scan'))
);

CREATE TABLE sandbox.tag (
  app_id text NOT NULL,
  id integer NOT NULL,
  name text NOT NULL,
  CONSTRAINT tag_pkey PRIMARY KEY (app_id, id),
  CONSTRAINT tag_app_id_name_key UNIQUE (app_id, name),
  CONSTRAINT tag_app_id_fkey FOREIGN KEY (app_id) REFERENCES sandbox.account(app_id)
);

CREATE TABLE sandbox.tagging (
  app_id text NOT NULL,
  tag_id integer NOT NULL,
  openid text NOT NULL,
  CONSTRAINT tagging_pkey PRIMARY KEY (app_id, tag_id, openid),
  CONSTRAINT tagging_app_id_tag_id_fkey FOREIGN KEY (app_id, tag_id) REFERENCES sandbox.tag(app_id, id) ON DELETE CASCADE,
  CONSTRAINT tagging_openid_fkey FOREIGN KEY (openid) REFERENCES sandbox.person(openid)
);
CREATE INDEX tagging_openid ON sandbox.tagging (openid);

CREATE TABLE sandbox.template_send (
  msgid bigint NOT NULL,
  openid text NOT NULL,
  kind text NOT NULL DEFAULT 'template',
  template_id text NOT NULL DEFAULT '',
  client_message_id text,
  status text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT template_send_pkey PRIMARY KEY (msgid),
  CONSTRAINT template_send_openid_fkey FOREIGN KEY (openid) REFERENCES sandbox.person(openid),
  CONSTRAINT template_send_kind_check CHECK (kind IN ('template', 'subscription'))
);
CREATE INDEX template_send_client_message ON sandbox.template_send (openid, client_message_id, at);

CREATE TABLE sandbox.wire_log (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  openid text,
  kind text NOT NULL,
  detail jsonb NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT wire_log_pkey PRIMARY KEY (id),
  CONSTRAINT wire_log_kind_check CHECK (kind IN ('push', 'send'))
);
CREATE INDEX wire_log_openid ON sandbox.wire_log (openid, id);

CREATE FUNCTION append_audit(given jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  tip audit_tip;
  entry audit;
begin
  select * into tip from audit_tip for update;
  entry := jsonb_populate_record(null::audit, given);
  entry.id := tip.id + 1;
  entry.at := clock_timestamp();
  entry.previous := tip.hash;
  entry.hash := audit_hash(entry);
  insert into audit select entry.*;
  update audit_tip set id = entry.id, hash = entry.hash;
  return entry.id;
end $function$;

CREATE FUNCTION audit_hash(entry audit)
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$
  select sha256(entry.previous || convert_to(jsonb_build_array(
    entry.id, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    entry.actor_kind, entry.actor_id, entry.address, entry.request_id,
    entry.action, entry.subject_type, entry.subject_id, entry.before, entry.after)::text, 'UTF8'))
$function$;

CREATE FUNCTION counts_for_money(person bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select m.brought_in_by is null or m.brought_in_by_admin
      or exists (select from member_confirmation c where c.member_id = m.id)
    from member m where m.id = person
$function$;

CREATE PROCEDURE guard_events(IN partition regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('create trigger refuse_truncate before truncate on %s execute function refuse_change()', partition);
  execute format('create trigger refuse_change before update or delete on %s for each row execute function refuse_change()', partition);
  execute format('alter table %s enable always trigger refuse_truncate', partition);
  execute format('alter table %s enable always trigger refuse_change', partition);
end $procedure$;

CREATE FUNCTION know_customer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into department_customer values (new.department_id, new.customer_id) on conflict do nothing;
  return null;
end $function$;

CREATE FUNCTION know_customer_by_handoff()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into department_customer
  select d.id, t.customer_id from ticket t join department d on d.id in (new.from_department_id, new.to_department_id)
   where t.id = new.ticket_id
  on conflict do nothing;
  return null;
end $function$;

CREATE PROCEDURE know_customers()
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO department_customer (department_id, customer_id)  SELECT conversation.department_id,
             conversation.customer_id
            FROM conversation
         UNION
          SELECT ticket.department_id,
             ticket.customer_id
            FROM ticket
         UNION
          SELECT d.id,
             t.customer_id
            FROM ((handoff h
              JOIN ticket t ON ((t.id = h.ticket_id)))
              JOIN department d ON (((d.id = h.from_department_id) OR (d.id = h.to_department_id)))) ON CONFLICT DO NOTHING;
END;

CREATE FUNCTION know_joined_customer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into department_customer
  select new.department_id, new.customer_id
  union select d.id, new.customer_id from handoff h join department d on d.id in (h.from_department_id, h.to_department_id)
         where h.ticket_id = new.id
  on conflict do nothing;
  return null;
end $function$;

CREATE FUNCTION make_month(parent text, month date)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  first date := date_trunc('month', month);
  part text := parent || '_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(part) is not null then return false; end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)',
    part, parent, first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
  if parent in ('event', 'audit') then call guard_events(part::regclass); end if;
  return true;
exception when check_violation then
  return false;
end $function$;

CREATE FUNCTION name_words(name text, id bigint)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector((ARRAY(SELECT part.part FROM generate_series(1, length(name_words.name)) n(n), LATERAL unnest(ARRAY[substr(name_words.name, n.n, 1), substr(name_words.name, n.n, 2)]) part(part)) || ARRAY[('###' || (id >> 12)), ('####' || (id >> 17))]));

CREATE FUNCTION number_key(number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select lower(translate(
    regexp_replace(normalize(number, NFKC),
      '[\s#\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]',
      '', 'g'),
    '‐‑‒–—―−АВЕКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεζηικμνορτυχ',
    '-------ABEKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYXabezhikmnoptyx'))
$function$;

CREATE FUNCTION order_key(number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select coalesce(nullif(regexp_replace(number_key(number), '[^a-z0-9]', '', 'g'), ''), number_key(number))
$function$;

CREATE FUNCTION pair_fault(asker bigint, approver bigint)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when a.id = b.id then 'own_request'
    when not counts_for_money(b.id) then 'approver_unconfirmed'
    when not counts_for_money(a.id) and exists (
      select from membership s join department d on d.id = s.department_id where s.member_id = a.id and d.key = 'finance')
      then 'asker_unconfirmed'
    when (a.brought_in_by = b.id and ca.member_id is null) or (b.brought_in_by = a.id and cb.member_id is null)
      then 'brought_in_by_other'
    when a.brought_in_by = b.brought_in_by and not a.brought_in_by_admin and not b.brought_in_by_admin
         and (ca.member_id is null or cb.member_id is null)
      then 'brought_in_by_same'
  end
    from member a cross join member b
    left join member_confirmation ca on ca.member_id = a.id
    left join member_confirmation cb on cb.member_id = b.id
   where a.id = asker and b.id = approver
$function$;

CREATE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and tg_table_name ~ '^event_' and current_setting('huiyin.erasing', true) = 'yes' then
    if to_jsonb(new) - 'data' = to_jsonb(old) - 'data' then return new; end if;
  end if;
  raise exception '% on % is refused: events are append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$;

CREATE FUNCTION refuse_changed_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'requested'
     and (new.ticket_id, new.order_number, new.amount, new.currency, new.requested_by)
         is distinct from (old.ticket_id, old.order_number, old.amount, old.currency, old.requested_by) then
    raise exception 'a refund that was decided on is not changed' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE FUNCTION refuse_own_approval()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  fault text;
begin
  if not new.approved then return new; end if;
  select pair_fault(requested_by, new.decided_by) into fault from refund where id = new.refund_id;
  if fault is not null then
    raise exception 'a refund is approved by another person than the one who requested it (%)', fault
      using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE FUNCTION refuse_unapproved_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select 1 from refund_decision where refund_id = new.refund_id and approved) then
    raise exception 'a refund is paid after its approval' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE FUNCTION revise()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update revision set stamp = nextval('revision_stamp') where topic = tg_argv[0];
  return null;
end $function$;

CREATE PROCEDURE revised_by(IN topic text, IN changed regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('create trigger revised after insert or update or delete or truncate on %s
                  for each statement execute function revise(%L)', changed, topic);
end $procedure$;

CREATE FUNCTION tell_ended_logins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell_logins(subject)
     from (select distinct sess ->> 'subject' as subject from ended) s where subject is not null;
  return null;
end $function$;

CREATE FUNCTION tell_logins(member_id text)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_notify('huiyin_live', json_build_array(json_build_array('logins', member_id))::text)
$function$;

CREATE FUNCTION tell_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell_logins(new.id::text);
  return null;
end $function$;

CREATE FUNCTION tell_membership()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell_logins(coalesce(new.member_id, old.member_id)::text);
  return null;
end $function$;

CREATE FUNCTION ticket_words(search tsvector, id bigint, department_id bigint)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (search || array_to_tsvector(ARRAY[('#' || (id >> 12)), ('##' || (id >> 17)), ('@' || department_id)]));

CREATE FUNCTION touch_its_ticket()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then insert into report_touched values (old.ticket_id); end if;
  if tg_op <> 'DELETE' then insert into report_touched values (new.ticket_id); end if;
  return null;
end $function$;

CREATE FUNCTION touch_ticket()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into report_touched values (case tg_op when 'DELETE' then old.id else new.id end);
  return null;
end $function$;

CREATE FUNCTION touch_ticket_of_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into report_touched
  select ticket_id from refund where id = case tg_op when 'DELETE' then old.refund_id else new.refund_id end;
  return null;
end $function$;

CREATE FUNCTION touch_tickets_of_customer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into report_touched select id from ticket where customer_id = new.id;
  return null;
end $function$;

INSERT INTO audit_tip (one_row, id, hash) VALUES
  ('true', '0', E'\\x');

INSERT INTO clock_offset (one_row, milliseconds) VALUES
  ('true', '0');

INSERT INTO contact_setting (only_one, holds_back, calls, reply_hours) VALUES
  ('true', 'true', 'true', '48');

INSERT INTO reading (one_row, version) VALUES
  ('true', '1');

INSERT INTO refund_limit (currency, most) VALUES
  ('*', '1000000'),
  ('IDR', '5000000000'),
  ('JPY', '20000000'),
  ('KRW', '200000000'),
  ('VND', '5000000000');

INSERT INTO report_zone (one_row, zone, checked_on) VALUES
  ('true', NULL, NULL);

INSERT INTO retention_class (key, days) VALUES
  ('deliveries', '1095'),
  ('envelopes', '180'),
  ('events', '1825'),
  ('messages', '1095'),
  ('tickets', '1825');

INSERT INTO revision (topic) VALUES
  ('sla'),
  ('ticket_types'),
  ('triage');

INSERT INTO session_setting (one_row, idle_minutes, longest_hours) VALUES
  ('true', '720', '336');

INSERT INTO triage_setting (one_row, adds_up_hours) VALUES
  ('true', '24');

INSERT INTO window_rule (source, in_force_since, allowance, seconds) VALUES
  ('follow', '2012-12-31 16:00:00+00', '3', '60'),
  ('menu', '2012-12-31 16:00:00+00', '3', '60'),
  ('message', '2012-12-31 16:00:00+00', '20', '172800'),
  ('message', '2023-06-11 16:00:00+00', '5', '172800'),
  ('scan', '2012-12-31 16:00:00+00', '3', '60');
