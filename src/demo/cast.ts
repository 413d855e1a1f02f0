import type { Tier } from '../customers/index.js';
import type { RoleKey, Wording } from '../staff/index.js';

export const PASSWORD = 'huiyin-demo-2026';

export const DEPARTMENTS = {
  presales: { 'zh-CN': '售前', en: 'Pre-sales' },
  support: { 'zh-CN': '售后', en: 'After-sales' },
  finance: { 'zh-CN': '财务', en: 'Finance' },
  technical: { 'zh-CN': '技术', en: 'Technical' },
  quality: { 'zh-CN': '质检', en: 'Quality' },
} satisfies Record<string, Wording>;

export type DepartmentKey = keyof typeof DEPARTMENTS;

export interface CastMember {
  name: string;
  alias: string;
  email: string;
  role: RoleKey;
  departments: DepartmentKey[];
  language?: string;
}

/** 李娜 and 赵磊 answer customers, and 张敏 leads them. 王芳 and 陈静 make payments. 吴涛 is the administrator. */
export const STAFF = {
  lina: { ...person('李娜', '小娜', 'lina'), role: 'agent', departments: ['support'] },
  zhaolei: { ...person('赵磊', '小磊', 'zhaolei'), role: 'agent', departments: ['support'] },
  zhangmin: { ...person('张敏', '敏姐', 'zhangmin'), role: 'lead', departments: ['support', 'presales'] },
  wangfang: { ...person('王芳', '财务小王', 'wangfang'), role: 'finance_clerk', departments: ['finance'] },
  chenjing: { ...person('陈静', '财务小陈', 'chenjing'), role: 'finance_lead', departments: ['finance'] },
  liuyang: { ...person('刘洋', '技术小刘', 'liuyang'), role: 'agent', departments: ['technical'] },
  zhoulin: { ...person('周琳', '质检小周', 'zhoulin'), role: 'quality', departments: ['quality'] },
  wutao: { ...person('吴涛', '吴经理', 'wutao'), role: 'admin', departments: [] },
} satisfies Record<string, CastMember>;

export type StaffKey = keyof typeof STAFF;

export interface CastCustomer {
  name: string;
  openid: string;
  language: 'zh-CN' | 'en';
  tier: Tier;
  phone?: string;
}

export const CUSTOMERS = {
  xiaoming: customer('小明', 'xiaoming', 'standard', '13800138001'),
  xiaohong: customer('小红', 'xiaohong', 'member', '13800138002'),
  chenxiao: customer('陈晓', 'chenxiao', 'vip', '13800138003'),
  liqiang: customer('李强', 'liqiang', 'standard', '13800138004'),
  wangmei: customer('王梅', 'wangmei', 'member'),
  zhaojun: customer('赵军', 'zhaojun', 'standard', '13800138006'),
  sunli: customer('孙丽', 'sunli', 'standard'),
  zhoujie: customer('周杰', 'zhoujie', 'vip', '13800138008'),
  wuyan: customer('吴燕', 'wuyan', 'standard'),
  zhengkai: customer('郑凯', 'zhengkai', 'member', '13800138010'),
  emma: { ...customer('Emma Clarke', 'emma', 'member', '+447700900111'), language: 'en' },
  lucas: { ...customer('Lucas Meyer', 'lucas', 'standard'), language: 'en' },
} satisfies Record<string, CastCustomer>;

export type CustomerKey = keyof typeof CUSTOMERS;

function person(name: string, alias: string, mailbox: string) {
  return { name, alias, email: `${mailbox}@huiyin.example` };
}

/** An openid has 28 characters. */
function customer(name: string, word: string, tier: Tier, phone?: string): CastCustomer {
  const openid = `oHy1k5${word}`.padEnd(28, '0');
  return { name, openid, language: 'zh-CN', tier, ...(phone && { phone }) };
}
