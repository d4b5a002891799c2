/** Something that a person must install first. The message is one line that says what. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite';
}
