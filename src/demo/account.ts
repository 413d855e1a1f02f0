import type { MenuItem } from '../sandbox/index.js';

export const SHOP = {
  key: 'shop',
  name: '回音小店',
  department: 'support',
  appId: 'wx5a1e0b7c9d2f3a48',
  originalId: 'gh_7e1c0a9b5d24',
};

export const MENU: MenuItem[] = [
  { key: 'progress', name: { 'zh-CN': '查进度', en: 'Progress' } },
  { key: 'person', name: { 'zh-CN': '找客服', en: 'Talk to us' } },
  { key: 'faq', name: { 'zh-CN': '常见问题', en: 'FAQ' } },
];
