using System.Collections.Concurrent;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The outputs of a network for many rows. Threads each take a stretch of rows through the whole network, which takes no agreement between
/// them. What they need for that is kept for the next call.
/// </summary>
/// <param name="model">The weights.</param>
internal sealed unsafe class CpuScorer(CpuParameters model)
{
    // Few enough for what a layer gives to stay in the cache nearest to the processor, enough to share each load of a weight.
    private const int Batch = 64;

    // Rows that a thread takes at a time.
    private const int Stretch = 512;

    private readonly ConcurrentBag<CpuForward> _idle = [];

    /// <summary>The weights.</summary>
    public CpuParameters Model => model;

    /// <summary>Computes the outputs; rows and destination have been checked.</summary>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        int stretches = (features.RowCount + Stretch - 1) / Stretch;
        int width = model.Spec.OutputSize;
        fixed (float* start = destination)
        {
            if (stretches < 2 || !CpuForward.IsWorthATeam(model.Spec, features.RowCount))
            {
                Predict(features, 0, features.RowCount, start, width);
                return;
            }

            float* first = start;
            Parallel.For(0, stretches, stretch =>
            {
                int row = stretch * Stretch;
                Predict(features, row, Math.Min(row + Stretch, features.RowCount), first, width);
            });
        }
    }

    private void Predict(FeatureMatrix features, int first, int end, float* destination, int width)
    {
        CpuForward forward = _idle.TryTake(out CpuForward? idle) ? idle : new CpuForward(model, ThreadTeam.CallerOnly, Batch);
        forward.Predict(features, first, end, new Span<float>(destination + ((long)first * width), (end - first) * width));
        _idle.Add(forward);
    }
}
