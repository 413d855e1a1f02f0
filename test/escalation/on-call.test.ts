import { describe, expect, it } from 'vitest';
import { onCallFor } from '../../src/escalation/on-call.js';
import type { OnCallRoster } from '../../src/escalation/index.js';

const roster = (departmentId: string | null, region: string | null): OnCallRoster => ({
  key: 'any',
  name: { 'zh-CN': '值班', en: 'On call' },
  departmentId,
  region,
  zone: 'Asia/Shanghai',
  startsOn: '2026-01-05',
  handover: '09:00',
  days: 7,
  memberIds: ['1'],
  substitutions: [],
  onCall: [`${departmentId ?? 'company'} ${region ?? 'everywhere'}`],
});

describe('fault 37: who is called for a ticket', () => {
  const all = [roster(null, null), roster(null, 'HK'), roster('2', null), roster('3', 'HK')];

  it.each([
    ['2', 'HK', '2 everywhere'],
    ['2', null, '2 everywhere'],
    ['3', 'HK', '3 HK'],
    ['3', null, 'company everywhere'],
    ['4', 'HK', 'company HK'],
    ['4', 'SG', 'company everywhere'],
  ])('department %s and region %s are served by the roster “%s”', (departmentId, region, served) => {
    expect(onCallFor({ departmentId, region }, all)).toEqual([served]);
  });

  it('nobody is called where no roster fits', () => {
    expect(onCallFor({ departmentId: '4', region: null }, [roster('2', null)])).toEqual([]);
  });
});
