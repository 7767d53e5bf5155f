import PlotCommand from '../plot.js';

/** What the published programs call the drawing of their figures. */
export default class MemorizePlot extends PlotCommand {
  static override summary = 'Draw figures of a finished run of msm memorize, or of a sweep; the same as msm plot.';
  static override description =
    'Of a run: learning curves, activity and confusion. Of what record wrote: inputs, spikes with rates, traces, memory and answer. Of tests over lengths of sequences: accuracy with its intervals.';
  static override examples = [
    '<%= config.bin %> memorize plot runs/spiking-0001',
    '<%= config.bin %> memorize plot activity --figure spikes,memory --format svg,png',
  ];
}
