/** Turns for others, signals and progress among them, within a step that takes long. */
export interface Pause {
  /** Whether it is time for one. */
  isDue(): boolean;
  /** What it throws ends the run where it stood before the step. */
  turn(): Promise<void>;
}
