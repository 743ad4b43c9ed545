using MLNetDeep.Mpi.Launching;

namespace MLNetDeep.Mpi.Exchange;

/// <summary>
/// The gradients of a step, in buckets. The sum of a bucket over the ranks starts as soon as it is full. The next step uses the same buckets,
/// so that it allocates nothing.
/// </summary>
internal sealed unsafe class GradientBuckets(MpiProcess process, int bucketSize)
{
    private readonly List<GradientBucket> _buckets = [];
    private long _rows;

    // The index of the bucket that is being filled, and of the first one whose sum may still be running.
    private int _filling;
    private int _firstRunning;

    /// <summary>Begins a step of so many rows.</summary>
    public void Begin(long rows) => (_rows, _filling, _firstRunning) = (rows, 0, 0);

    /// <summary>Adds a gradient. Starts the buckets that it fills.</summary>
    /// <returns>The number of bytes.</returns>
    public long Add(Memory<float> gradient)
    {
        long bytes = (long)gradient.Length * sizeof(float);
        while (!gradient.IsEmpty)
        {
            if (_filling == _buckets.Count)
            {
                _buckets.Add(new GradientBucket(Math.Max(bucketSize / sizeof(float), process.SmallestCount)));
            }

            gradient = _buckets[_filling].Fill(gradient, _rows);
            if (_buckets[_filling].IsFull)
            {
                Start();
            }
        }

        // MPI may make progress with a running sum only while one of its functions is called, so this calls one.
        if (_firstRunning < _filling && process.Library.Test(ref _buckets[_firstRunning].Request))
        {
            _firstRunning++;
        }

        return bytes;
    }

    /// <summary>Starts the last bucket.</summary>
    public void StartLast()
    {
        if (_filling < _buckets.Count && _buckets[_filling].Count > 0)
        {
            Start();
        }
    }

    /// <summary>
    /// Waits for the buckets in their order, and writes the means to the gradients of each while the next ones are on their way.
    /// </summary>
    /// <param name="rows">The number of rows of all ranks.</param>
    /// <param name="wait">Waits for a request.</param>
    public void Finish(long rows, WaitAction wait)
    {
        for (int i = 0; i < _filling; i++)
        {
            if (i >= _firstRunning)
            {
                wait(ref _buckets[i].Request);
            }

            _buckets[i].WriteMeans(rows);
        }
    }

    private void Start()
    {
        GradientBucket bucket = _buckets[_filling++];
        int count = bucket.Pad(process.SmallestCount);
        fixed (float* values = bucket.Values)
        {
            process.Library.StartSum(process.Communicator, values, count, ref bucket.Request);
        }
    }

    /// <summary>Waits for a request.</summary>
    public delegate void WaitAction(ref nint request);
}
