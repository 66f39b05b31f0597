import { useStore } from 'zustand';
import type { Argument, CallName, Result } from '../../main/ipc/contract.ts';
import type { WizardSnapshot } from '../../main/ipc/wizard-snapshot.ts';
import type { Problem } from '../../main/model/failure.ts';
import { api } from '../api.ts';
import { createMirror, type Mirror } from './mirror.ts';
import { problemOf } from './problem-of.ts';

const mirror = createMirror(api);

function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useStore(mirror, select);
}

/** A part of the snapshot. `select` must return a part as it is, not a new object. */
export function useWizard<T>(select: (snapshot: WizardSnapshot) => T): T {
  return useMirror(({ snapshot }) => {
    if (snapshot === null) throw new TypeError('a screen is shown only once there is a snapshot');
    return select(snapshot);
  });
}

/** True once the engine has said anything. */
export function useConnected(): boolean {
  return useMirror(({ snapshot }) => snapshot !== null);
}

/** Why the last call failed. */
export function useFailure(): Problem | null {
  return useMirror(({ failure }) => failure);
}

/** True for a technician; false for lab staff. */
export function useTechnician(): boolean {
  return useWizard(({ settings }) => settings.role === 'technician');
}

/** Whom lab staff call when a step needs a technician. */
export function useContact(): string {
  return useWizard(({ settings, about }) => settings.contact.trim() || about.vendorContact);
}

/** True while one of these calls has no answer yet; without names: any call. */
export function useAsking(...names: CallName[]): boolean {
  return useMirror(({ asking }) => asking.some((name) => names.length === 0 || names.includes(name)));
}

/** The calls alone, so that the compiler keeps a call's name, argument and result together. */
const calls: { readonly [Name in CallName]: (argument: Argument<Name>) => Promise<Result<Name>> } = api;

type Answered<Name extends CallName> = { ok: true; value: Result<Name> } | { ok: false; problem: Problem };

/** Makes a call for somebody who shows its problem. Never throws. */
export async function askQuietly<Name extends CallName>(name: Name, argument: Argument<Name>): Promise<Answered<Name>> {
  mirror.setState(({ asking }) => ({ asking: [...asking, name] }));
  try {
    return { ok: true, value: await calls[name](argument) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  } finally {
    mirror.setState(({ asking }) => ({ asking: asking.filter((_name, at) => at !== asking.indexOf(name)) }));
  }
}

/** Makes a call. Its problem is shown at the top of the screen. Never throws. */
export async function ask<Name extends CallName>(name: Name, argument: Argument<Name>): Promise<Answered<Name>> {
  mirror.setState({ failure: null });
  const answer = await askQuietly(name, argument);
  if (!answer.ok) mirror.setState({ failure: answer.problem });
  return answer;
}

/** Takes a failed call's problem off the screen. */
export function forgetFailure(): void {
  mirror.setState({ failure: null });
}

/** Begins to mirror the engine. To be called once. */
export const connect = mirror.connect;

/** Asks for everything once more, after the first answer failed. */
export function connectAgain(): void {
  forgetFailure();
  void mirror.fetch();
}
