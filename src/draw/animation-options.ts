/** How figures move that can, as people ask for it. */

export const ANIMATED_FORMATS = ['gif', 'apng'] as const;
export type AnimatedFormat = (typeof ANIMATED_FORMATS)[number];

export interface AnimationOptions {
  /** Frames a second. */
  readonly fps: number;
  /** Every so many-th record is a frame; absent: as many as give at most `mostFrames`. */
  readonly stride?: number;
  readonly mostFrames: number;
}

/** Ten frames a second, as published, for at most twenty seconds. */
export const USUAL_ANIMATION: AnimationOptions = { fps: 10, mostFrames: 200 };
