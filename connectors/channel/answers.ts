import type { Request, Response } from 'express';
import { Problem } from '../common/api/problems';
import { addressOf } from './addresses';
import { callerOf } from './caller';
import { preferredWaitS } from './prefer';
import { idOf, type Report } from './report';
import type { RequestReport } from './requests/request-report';
import type { Wait, Waiter } from './waiting';

/** Starts to wait if the request asks for it with `Prefer: wait=n`. */
export function waitIfPreferred(
  request: Request,
  response: Response,
  waiting: { readonly wait: Waiter; readonly waitMaxS: number },
  questionId: string,
): Wait | undefined {
  const seconds = preferredWaitS(request.get('Prefer'), waiting.waitMaxS);
  if (seconds === undefined) return undefined;
  const { tenant, log } = callerOf(response);
  return waiting.wait({ tenant: tenant.tenant, log }, questionId, seconds);
}

/** 200 with the report that came in time, or with `known` when it says how the payment stands; else 202. */
export async function answerReport(
  response: Response,
  resource: string,
  known: Report | RequestReport,
  wait: Wait | undefined,
): Promise<void> {
  const report = (await wait?.report) ?? known;
  if (wait !== undefined) response.set('Preference-Applied', `wait=${wait.seconds}`);
  response
    .status(report.state === 'RECEIVED' ? 202 : 200)
    .location(addressOf(resource, idOf(known)))
    .json(report);
}

/**
 * A call to the engine, or the advice to send the request again: whether the engine has acted on the call
 * is unknown, and a repeat is safe.
 */
export async function orUnavailable<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw tryAgain(error);
  }
}

export function tryAgain(cause?: unknown): Problem {
  return new Problem('unavailable', { headers: { 'Retry-After': '2' }, cause });
}
