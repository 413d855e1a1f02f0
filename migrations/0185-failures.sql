-- Why something failed is a word with a sentence in each language. What an exception said is for the log.
update backup set error = 'backup_refused' where error !~ '^[a-z_]+$';
update delivery set reason = 'internal' where reason like 'internal: %';
