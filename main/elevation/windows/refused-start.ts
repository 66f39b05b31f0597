import { EXIT, Failure, type Problem } from '../../model/failure.ts';

const NOTHING_CHANGED = 'Nothing was changed.';

const DECLINED: Problem = {
  code: 'elevation-declined',
  message: 'The question for administrator rights was answered with no, or closed.',
  next: `Start again and answer yes, or have an administrator do it. ${NOTHING_CHANGED}`,
};

const BLOCKED: Problem = {
  code: 'elevation-blocked-by-policy',
  message: 'A policy of this computer, such as a Software Restriction Policy, does not let this program start.',
  next: `Install the program under Program Files, where these policies allow programs, and start it from there. Do not switch the policy off. ${NOTHING_CHANGED}`,
};

const NO_PROMPT: Problem = {
  code: 'elevation-not-possible',
  message:
    'Windows cannot ask for administrator rights here: the question is switched off, or there is nobody at the screen.',
  next: `Log on as an administrator (on many instruments sbsadmin) and start the program there. ${NOTHING_CHANGED}`,
};

const WRONG_CREDENTIALS: Problem = {
  code: 'elevation-credentials-refused',
  message: 'Windows did not accept the administrator account that was given.',
  next: `Check name and password, and whether the account is locked or its password has expired. ${NOTHING_CHANGED}`,
};

const MISSING: Problem = {
  code: 'helper-missing',
  message: 'The part of the program that makes changes is missing.',
  next: `Install the program again. ${NOTHING_CHANGED}`,
};

const ALTERED: Problem = {
  code: 'helper-altered',
  message: 'The part of the program that makes changes is not as it was installed.',
  next: 'Do not go on at this instrument. Install the program again; if it happens again, report it to your security officer.',
};

const HELD_BACK: Problem = {
  code: 'helper-held-back',
  message: 'Security software on this computer does not let the part of the program start that makes changes.',
  next: `Ask whoever looks after the security software to allow this program. ${NOTHING_CHANGED}`,
};

/** Error numbers of winerror.h by what they mean to the person. */
const MEANING: readonly (readonly [Problem, readonly number[]])[] = [
  // ERROR_CANCELLED
  [DECLINED, [1223]],
  // ERROR_ACCESS_DISABLED_BY_POLICY (software restriction, AppLocker), ERROR_ACCESS_DISABLED_WEBBLADE and its tampering,
  // ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION (code integrity)
  [BLOCKED, [1260, 1277, 1278, 4551]],
  // ERROR_ELEVATION_REQUIRED, ERROR_SERVICE_DISABLED, ERROR_SERVICE_DEPENDENCY_FAIL, ERROR_NOT_SAFEBOOT_SERVICE (of the service
  // that asks), ERROR_REQUIRES_INTERACTIVE_WINDOWSTATION
  [NO_PROMPT, [740, 1058, 1068, 1084, 1459]],
  // ERROR_LOGON_FAILURE to ERROR_ACCOUNT_DISABLED, ERROR_LOGON_TYPE_NOT_GRANTED, ERROR_ACCOUNT_EXPIRED,
  // ERROR_PASSWORD_MUST_CHANGE, ERROR_ACCOUNT_LOCKED_OUT
  [WRONG_CREDENTIALS, [1326, 1327, 1328, 1329, 1330, 1331, 1385, 1793, 1907, 1909]],
  // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND
  [MISSING, [2, 3]],
  // ERROR_SHARING_VIOLATION (somebody writes to it), ERROR_BAD_EXE_FORMAT, ERROR_EXE_MACHINE_TYPE_MISMATCH,
  // ERROR_INVALID_IMAGE_HASH
  [ALTERED, [32, 193, 216, 577]],
  // ERROR_VIRUS_INFECTED, ERROR_VIRUS_DELETED
  [HELD_BACK, [225, 226]],
];

/** What a helper that Windows did not start means to the person. `error` is the number Windows gave; its own words are localized. */
export function refusedStart(error: number, cause?: unknown): Failure {
  const known = MEANING.find(([, numbers]) => numbers.includes(error))?.[0];
  const problem = known ?? {
    code: 'elevation-failed',
    message: `Windows did not start the part of the program that makes changes (error ${error}).`,
    next: `Log on as an administrator and start the program there. ${NOTHING_CHANGED}`,
  };
  return new Failure(problem, EXIT.elevationFailed, cause);
}

/** The helper is not, byte for byte, the one this program was installed with. */
export function alteredHelper(): Failure {
  return new Failure(ALTERED, EXIT.elevationFailed);
}
