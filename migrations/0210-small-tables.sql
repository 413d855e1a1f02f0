-- PostgreSQL takes a table that was never analysed for a large one, and analyses none with fewer than fifty changes.
-- These hold what a business sets up, are small for ever, and are read with almost everything.
do $$
declare
  small text;
begin
  foreach small in array array[
    'api_token', 'calendar', 'calendar_version', 'channel_account', 'contact_setting', 'department',
    'department_calendar', 'holiday_list', 'member', 'membership', 'policy', 'policy_target', 'refund_limit',
    'report_zone', 'retention_class', 'robot', 'session_setting', 'setting', 'ticket_type', 'triage_rule',
    'triage_setting', 'wechat_account', 'wechat_template', 'wechat_token', 'window_rule']
  loop
    execute format('alter table %I set (autovacuum_analyze_threshold = 0)', small);
    execute format('analyze %I', small);
  end loop;
end
$$;
