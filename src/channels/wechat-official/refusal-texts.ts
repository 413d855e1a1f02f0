type Language = 'zh-CN' | 'en';

const TEXTS: Record<string, Record<Language, string>> = {
  wechat_busy: { en: 'WeChat was busy', 'zh-CN': '微信系统繁忙' },
  token_refused: { en: 'WeChat refused the access token', 'zh-CN': '微信拒绝了访问令牌' },
  token_unavailable: { en: 'WeChat could not be asked for an access token', 'zh-CN': '暂时无法获取访问令牌' },
  wrong_app_id: { en: 'The AppID is wrong', 'zh-CN': 'AppID 不正确' },
  wrong_app_secret: { en: 'The AppSecret is wrong', 'zh-CN': 'AppSecret 不正确' },
  app_secret_frozen: { en: 'The AppSecret is frozen', 'zh-CN': 'AppSecret 已被冻结' },
  address_not_allowed: {
    en: "This server's address is not on the account's IP allow-list",
    'zh-CN': '本服务器的 IP 不在公众号白名单内',
  },
  address_unconfirmed: {
    en: "The account's administrator has to confirm this server's address",
    'zh-CN': '等待公众号管理员确认本服务器的 IP',
  },
  account_restricted: { en: 'WeChat has restricted the account', 'zh-CN': '公众号接口权限被微信限制' },
  not_a_contact: { en: 'The customer is not known to this account', 'zh-CN': '该客户不属于此公众号' },
  not_following: { en: 'The customer does not follow the account', 'zh-CN': '客户未关注公众号' },
  blacklisted: { en: "The customer is on the account's blacklist", 'zh-CN': '客户在公众号黑名单中' },
  messages_switched_off: { en: 'The customer has switched messages off', 'zh-CN': '客户已关闭消息接收' },
  no_consent: { en: 'The customer has not agreed to this notice', 'zh-CN': '客户未同意接收该通知' },
  outside_window: {
    en: 'Too long since the customer wrote, or unfollowed',
    'zh-CN': '客户超过回复时限未互动，或已取消关注',
  },
  no_allowance: {
    en: 'No replies left until the customer writes',
    'zh-CN': '可回复次数已用完，需等客户再次发言',
  },
  not_granted: { en: 'The account may not use this function', 'zh-CN': '公众号没有此接口权限' },
  template_gone: { en: 'The template no longer exists', 'zh-CN': '消息模板不存在或已失效' },
  daily_quota: { en: "Today's quota of calls is used up", 'zh-CN': '今日接口调用次数已用完' },
  quota_clearing_used_up: {
    en: 'WeChat has cleared the quota ten times this month: no more until the next',
    'zh-CN': '本月 10 次清零机会已用完，下月才能再清零',
  },
  too_fast: { en: 'Too many calls in this minute', 'zh-CN': '接口调用过于频繁' },
  too_long: { en: 'The text is too long', 'zh-CN': '文字超出长度限制' },
  wrong_message_type: { en: 'The account cannot send this kind of message', 'zh-CN': '公众号不支持此类消息' },
  malformed: { en: 'WeChat could not read the message', 'zh-CN': '微信无法解析该消息' },
  template_value_refused: { en: 'WeChat refused a value of the template', 'zh-CN': '模板字段内容不符合要求' },
  template_value_missing: {
    en: 'A value that the template needs is missing',
    'zh-CN': '缺少模板所需的字段内容',
  },
  template_unbound: { en: 'No template is set for this notice', 'zh-CN': '该通知未绑定消息模板' },
  media_gone: { en: 'The media file has expired', 'zh-CN': '媒体文件已过期' },
  media_refused: { en: 'WeChat refused the media file', 'zh-CN': '媒体文件不符合要求' },
  media_missing: { en: 'The file to be sent is missing', 'zh-CN': '待发送的文件不存在' },
  unknown_agent: { en: 'WeChat does not know this service agent', 'zh-CN': '客服账号不存在' },
  account_not_entitled: {
    en: 'This kind of account may not do that',
    'zh-CN': '此类公众号没有该能力',
  },
  wrong_page: { en: 'The page of the mini program does not exist', 'zh-CN': '小程序页面不存在' },
  content_refused: { en: 'WeChat refused the content', 'zh-CN': '内容未通过微信审核' },
  withdrawn: { en: 'WeChat has withdrawn this function', 'zh-CN': '微信已下线该接口' },
  minor_protected: { en: 'Blocked by WeChat to protect minors', 'zh-CN': '因未成年人保护被微信拦截' },
  menu_type: { en: 'WeChat does not know this kind of menu item', 'zh-CN': '菜单类型不被微信支持' },
  menu_count: { en: 'The menu has too many or too few items', 'zh-CN': '菜单数量不符合微信要求' },
  menu_name: { en: 'A name in the menu is too long', 'zh-CN': '菜单名称过长' },
  menu_key: { en: 'A key in the menu is too long', 'zh-CN': '菜单 KEY 过长' },
  menu_url: { en: 'An address in the menu is too long', 'zh-CN': '菜单链接过长' },
  menu_domain: {
    en: 'WeChat does not accept the address of a menu item',
    'zh-CN': '菜单链接的域名不被微信接受',
  },
  menu_none: { en: 'There is no menu', 'zh-CN': '不存在此菜单' },
  unknown_code: { en: 'WeChat refused it', 'zh-CN': '微信拒绝发送' },
  wechat_unreachable: { en: 'WeChat could not be reached', 'zh-CN': '无法连接微信服务器' },
  no_answer: { en: 'WeChat did not answer: it may have arrived', 'zh-CN': '微信未响应，可能已送达' },
  account_off: { en: 'The account is switched off', 'zh-CN': '公众号已停用' },
  clock_off: { en: "This server's clock differs from WeChat's", 'zh-CN': '本服务器的时间与微信不一致' },
  fetching: { en: 'Arrived, its file is being fetched', 'zh-CN': '已收到，正在取文件' },
  media_unreadable: { en: 'The file is not what the message said', 'zh-CN': '文件内容与消息类型不符' },
  address_first: { en: 'Given out once the address is allowed', 'zh-CN': 'IP 加入白名单后才能获取' },
  nothing_came: { en: 'Nothing came from WeChat within a day', 'zh-CN': '一天内没有收到微信的推送' },
  token_first: { en: 'Asked once there is an access token', 'zh-CN': '获取访问令牌后才能检查' },
  template_keywords: {
    en: 'The keywords of a template differ from what is bound',
    'zh-CN': '模板字段与绑定的不一致',
  },
  template_twice: { en: 'Two templates at WeChat have the same title', 'zh-CN': '微信上有两个同名模板' },
  unknown_key: { en: 'The account is switched off', 'zh-CN': '账号已停用' },
  wrong_signature: {
    en: 'The signature is wrong: the token differs',
    'zh-CN': '签名不正确：Token 不一致',
  },
  wrong_receiver: { en: 'It was addressed to another account', 'zh-CN': '推送不是发给这个公众号的' },
  stale_timestamp: {
    en: 'Its time is more than ten minutes from ours',
    'zh-CN': '推送时间与本机相差超过十分钟',
  },
  wrong_mode: { en: 'It was less encrypted than the account is set to', 'zh-CN': '加密方式低于账号的设置' },
  unparsable: {
    en: 'It cannot be read: the EncodingAESKey may differ',
    'zh-CN': '无法解析：EncodingAESKey 可能不一致',
  },
  too_large: { en: 'It was too large', 'zh-CN': '推送内容过大' },
  no_account: { en: 'The account is no longer connected', 'zh-CN': '公众号已断开连接' },
  blocked_by_customer: { en: 'The customer has blocked the account', 'zh-CN': '客户已拒收' },
  failed_at_wechat: { en: 'WeChat failed to deliver it', 'zh-CN': '微信投递失败' },
};

/**
 * Explains a reason such as `outside_window 45015 rid:65f…` in plain words, followed by WeChat's code and
 * rid. An unknown reason is returned unchanged.
 */
export function explainReason(reason: string, language: string): string {
  const { text, details } = reasonParts(reason, language);
  return details === '' ? text : `${text} (${details})`;
}

export function reasonParts(reason: string, language: string): { text: string; details: string } {
  const [word = '', ...details] = reason.split(' ');
  const text = Object.hasOwn(TEXTS, word) ? TEXTS[word]?.[language === 'en' ? 'en' : 'zh-CN'] : undefined;
  return text === undefined ? { text: reason, details: '' } : { text, details: details.join(', ') };
}
