import type { ApprovedTemplate } from '../sandbox/index.js';

export interface DemoTemplate extends ApprovedTemplate {
  purposes: string[];
  facts: Record<string, string>;
}

const number = { key: 'character_string1', label: { 'zh-CN': '工单号', en: 'Ticket' } };
const stage = { key: 'thing2', label: { 'zh-CN': '进展', en: 'Stage' } };
const amount = { key: 'amount3', label: { 'zh-CN': '退款金额', en: 'Refund' } };

export const TEMPLATES: DemoTemplate[] = [
  {
    id: 'tpl-progress-8c1f',
    title: { 'zh-CN': '工单进展通知', en: 'Your ticket' },
    fields: [number, stage],
    purposes: ['with_department', 'resolved', 'reopened'],
    facts: { character_string1: 'number', thing2: 'stage' },
  },
  {
    id: 'tpl-refund-3a77',
    title: { 'zh-CN': '退款进度通知', en: 'Your refund' },
    fields: [number, stage, amount],
    purposes: ['refund_approved', 'refund_paid'],
    facts: { character_string1: 'number', thing2: 'stage', amount3: 'amount' },
  },
  {
    id: 'tpl-progress-sub-5b02',
    kind: 'subscription',
    title: { 'zh-CN': '工单进展提醒', en: 'Progress of your ticket' },
    fields: [number, stage],
    purposes: ['with_department', 'resolved', 'reopened'],
    facts: { character_string1: 'number', thing2: 'stage' },
  },
];
