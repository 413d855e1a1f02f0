-- What is counted as it happens is counted by the minute, so that "the last hour" is one; what is rolled up, by the hour.
alter table wechat_tally rename column hour to began;
