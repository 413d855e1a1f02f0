import { Injectable } from '@nestjs/common';
import { ACCOUNT_TYPES } from '../../../../channels/wechat-official/index.js';
import { Departments } from '../../../../staff/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

const MODES = ['safe', 'compatible', 'plain'] as const;

export interface Choice {
  value: string;
  label: string;
}

@Injectable()
export class AccountChoices {
  constructor(
    private readonly departments: Departments,
    private readonly workbench: Workbench,
  ) {}

  async of(
    request: MemberRequest,
  ): Promise<Record<'types' | 'verifieds' | 'modes' | 'departments', Choice[]>> {
    const { t, local } = this.workbench.speech(request);
    const departments = await this.departments.list();
    return {
      types: ACCOUNT_TYPES.map((value) => ({ value, label: t(`channels.type.${value}`) })),
      verifieds: ['yes', 'no'].map((value) => ({ value, label: t(`channels.verified_${value}`) })),
      modes: MODES.map((value) => ({ value, label: t(`channels.mode.${value}`) })),
      departments: departments.map(({ key, name }) => ({ value: key, label: local(name) })),
    };
  }
}
