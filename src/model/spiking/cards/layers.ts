/** Layers of the player. */
import { type Layer, MEMORY_LAYERS } from '../measures.js';

/** The layer that hears the observation. */
export const ENCODER = { name: 'encoder', of: 'the encoder of observations' } as const satisfies Layer;

/** Layers that spike, in the order in which they are counted. */
export const PLAYER_LAYERS = [ENCODER, ...MEMORY_LAYERS] as const;
