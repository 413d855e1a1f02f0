-- That the file of a message is lost is a fact about the message, whichever channel could not fetch it.
alter table wechat_media_lost rename to lost_file;
alter table lost_file rename constraint wechat_media_lost_pkey to lost_file_pkey;
alter table lost_file rename constraint wechat_media_lost_message_id_fkey to lost_file_message_id_fkey;
