import { Injectable } from '@nestjs/common';
import {
  type BenchResult,
  CONDITIONS,
  type PolicyPlan,
  PolicyPlans,
  type PolicyFacts,
  shadowsAmong,
} from '../../../../sla/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type FormPage, readTyped, type Refused, textAt, type Typed } from '../../../forms/index.js';
import type { Speech } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { PromiseBenchQueries } from './promise-bench.queries.js';
import { conditionLines, sayValue, targetLines } from './promise-words.js';
import { type PromiseTerms, PromiseWords } from './promise-words.service.js';

interface Trial {
  facts?: PolicyFacts;
  result?: BenchResult;
  error?: string;
}

const FACTS = CONDITIONS;

@Injectable()
export class PromisesPage implements FormPage {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly words: PromiseWords,
    private readonly queries: PromiseBenchQueries,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/promises';
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.workbench.render(request, 'console/settings/promises', this.model(request, refused));
  }

  private async model(request: MemberRequest, refused?: Refused) {
    const query = readTyped(request.query);
    const speech = this.workbench.speech(request);
    const [terms, trial, policies, archived] = await Promise.all([
      this.words.of(speech),
      this.trial(request, query),
      this.plans.list(),
      this.plans.archived(),
    ]);
    const shadows = shadowsOf(policies);
    const number = textAt(query, 'number').slice(0, 30);
    return {
      refused,
      may: { change: readerOf(request).isAdmin },
      rows: policies.map((policy, index) => ({
        ...this.row(policy, terms, speech),
        place: index + 1,
        tried: triedOf(policy, trial.result, terms),
        shadow: shadows.get(policy.key),
      })),
      archived,
      choices: FACTS.map((condition) => ({
        condition,
        value: trial.facts?.[condition] ?? textAt(query, condition),
        options: terms.vocabulary[condition],
      })),
      form: { values: { number }, errors: trial.error ? { number: trial.error } : {} },
      trial: trial.result && { ...trial, chosen: policies.find(({ key }) => key === trial.result?.chosen) },
    };
  }

  private row(policy: PolicyPlan, terms: PromiseTerms, speech: Speech) {
    return {
      ...policy,
      applies: conditionLines(policy, terms.vocabulary),
      lines: targetLines(policy.targets, speech, terms),
      steps: policy.ladder.length,
    };
  }

  /** Uses a ticket's number if one was given, otherwise the facts that were chosen. */
  private async trial(request: MemberRequest, query: Typed): Promise<Trial> {
    const number = textAt(query, 'number');
    const facts = number === '' ? factsOf(query) : await this.factsOf(request, number);
    if (facts) return { facts, result: await this.plans.bench(facts) };
    return number === '' ? {} : { error: 'ticket_not_found' };
  }

  private async factsOf(request: MemberRequest, number: string): Promise<PolicyFacts | undefined> {
    try {
      return await this.queries.facts(readerOf(request), number);
    } catch (error) {
      if (error instanceof AppError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function factsOf(query: Typed): PolicyFacts | undefined {
  if (!FACTS.some((condition) => textAt(query, condition) !== '')) return undefined;
  const said = (condition: (typeof FACTS)[number]) => textAt(query, condition).slice(0, 60);
  return {
    type: said('type'),
    priority: said('priority'),
    department: said('department'),
    tier: said('tier') || 'standard',
    region: said('region') || null,
    channel: said('channel') || null,
  };
}

function shadowsOf(policies: readonly PolicyPlan[]): Map<string, { by: PolicyPlan['name'] | null }> {
  const names = new Map(policies.map(({ key, name }) => [key, name]));
  const nameOf = (by: string | null) => (by === null ? null : (names.get(by) ?? null));
  return new Map(shadowsAmong(policies).map(({ key, by }) => [key, { by: nameOf(by) }]));
}

/** Policies after the first that fits are not tried. */
function triedOf({ key }: PolicyPlan, result: BenchResult | undefined, { vocabulary }: PromiseTerms) {
  if (!result) return null;
  const tried = result.tried.find((one) => one.key === key);
  if (!tried) return { later: true };
  const say = (condition: (typeof FACTS)[number], value: string) => sayValue(vocabulary, condition, value);
  return {
    fits: tried.fits,
    mismatches: tried.mismatches.map(({ condition, wanted, has }) => ({
      condition,
      wanted: wanted.map((value) => say(condition, value)),
      has: has && say(condition, has),
    })),
  };
}
