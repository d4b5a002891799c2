/** Whether a person stands in a variable, and whether operators look payments up by it. */

export interface Privacy {
  /** A name, number, account or address of a person, or something that is made of one: logs cut it out. */
  readonly isPersonal: boolean;
  /** By it, or by a field in it, payments are looked for. */
  readonly isSearchable: boolean;
}

/** A variable without a mark does not compile. */
export type PrivacyOf<Variables> = Readonly<Record<keyof Variables, Privacy>>;

export const plain: Privacy = { isPersonal: false, isSearchable: false };
export const key: Privacy = { isPersonal: false, isSearchable: true };
export const personal: Privacy = { isPersonal: true, isSearchable: false };
export const personalKey: Privacy = { isPersonal: true, isSearchable: true };
