/** Names of files and folders that flags give to what is written. */
import { CLIError } from '@oclif/core/errors';

/** A value of --out as it was typed. Throws for one that names nothing, in the words of the parser of flags. */
export async function placeName(text: string): Promise<string> {
  if (text.trim() !== '') return text;
  throw new CLIError('names nothing; leave it out for the usual place');
}
