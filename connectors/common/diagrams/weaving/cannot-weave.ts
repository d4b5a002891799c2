/** Why a called process cannot be woven into its caller: nothing is deployed then. */
export class CannotWeave extends Error {
  override readonly name = 'CannotWeave';
}
