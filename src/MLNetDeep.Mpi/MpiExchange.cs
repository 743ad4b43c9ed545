using MLNetDeep.Mpi.Exchange;
using MLNetDeep.Mpi.Launching;
using MLNetDeep.Neural;

namespace MLNetDeep.Mpi;

/// <summary>
/// Connects the processes that mpirun has started: they train the same network on different rows. Uses the system's MPI, which is found at
/// run time: Open MPI, MPICH, or one with MPICH's binary interface.
/// </summary>
/// <remarks>
/// <para>Gradients are collected in buckets of <see cref="MpiOptions.BucketSize"/>. MPI_Iallreduce begins to sum a bucket as soon as it is
/// full, while the session computes other gradients. Every rank gets the same bits.</para>
/// <para>Calls may come from any thread, but not from two at once. A call that waits longer than its deadline writes a line to the standard
/// error output and ends all ranks: see <see cref="MpiOptions"/>.</para>
/// <para>MPI is initialized when <see cref="World"/> is first read, and finalized when the process ends with the exit code 0. A process
/// that ends in another way does not wait for the other ranks: mpirun ends them.</para>
/// </remarks>
public sealed unsafe class MpiExchange : IGradientExchange
{
    // The fields of a result, and the wish to stop.
    private const int ResultSize = 6;

    // The most that one call of MPI takes, far below its limit of 2^31.
    private const int ChunkSize = 1 << 26;

    private static readonly Lazy<MpiProcess> s_process = new(MpiProcess.Start);
    private static readonly Lazy<MpiExchange> s_world = new(() => new MpiExchange(s_process.Value, new MpiOptions()));

    private readonly MpiProcess _process;
    private readonly MpiWait _wait;
    private readonly GradientBuckets _buckets;
    private readonly GradientBuckets.WaitAction _waitForStep;
    private readonly double[] _result;
    private readonly double[] _fewNumbers;
    private nint _resultRequest;
    private bool _asksForStop;
    private bool _isInStep;
    private long _steps;
    private long _bytes;

    private MpiExchange(MpiProcess process, MpiOptions options)
    {
        _process = process;
        Options = options;
        _wait = new MpiWait(process);
        _result = GC.AllocateArray<double>(Math.Max(ResultSize, process.SmallestCount), pinned: true);
        _fewNumbers = new double[process.SmallestCount];
        _buckets = new GradientBuckets(process, options.BucketSize);
        _waitForStep = (ref request) => _wait.For(ref request, Options.Deadline, nameof(MpiOptions.Deadline), "a step", _steps);
    }

    /// <summary>The exchange between all processes that mpirun has started, with the default options.</summary>
    /// <remarks>The first use initializes MPI, which waits for the other processes.</remarks>
    /// <exception cref="MpiException">
    /// The program was not started by mpirun (or mpiexec, srun), there is no MPI, or the launcher and the library are not of the same MPI.
    /// </exception>
    public static MpiExchange World => s_world.Value;

    /// <summary>Whether a launcher of MPI (mpirun, mpiexec, srun) has started this process. Does not initialize MPI.</summary>
    public static bool IsLaunched => MpiProcess.IsLaunched;

    /// <summary>The options.</summary>
    public MpiOptions Options { get; }

    /// <summary>What this exchange has done so far. May be read by any thread between steps.</summary>
    public MpiStatistics Statistics => new(_steps, _bytes, _wait.TotalTime);

    /// <summary>The name and version of the MPI library, such as "Open MPI v4.1.4".</summary>
    public string LibraryVersion => _process.Library.Version;

    /// <inheritdoc />
    public int Rank => _process.Rank;

    /// <inheritdoc />
    public int Size => _process.Size;

    /// <summary>
    /// The number of threads that a session of this rank uses if <see cref="FitOptions.Threads"/> is null: the processors that this process
    /// may use, divided by the ranks of this machine that share them, at least 1.
    /// </summary>
    public int DefaultThreads => _process.DefaultThreads;

    /// <summary>
    /// Whether the last finished step carried a request to stop: whether a rank had called <see cref="RequestStop"/> before that step began.
    /// The same in every rank.
    /// </summary>
    public bool IsStopping { get; private set; }

    /// <summary>Returns an exchange between the same ranks with other options. Every rank must use the same options.</summary>
    /// <param name="options">The options.</param>
    public MpiExchange WithOptions(MpiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MpiExchange(_process, options);
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">A step has begun and not ended, or MPI refuses the call.</exception>
    public void Begin(EvaluationResult result)
    {
        _process.Enter();
        try
        {
            if (_isInStep)
            {
                throw new MpiException(
                    "Begin was called twice without Finish; accepted: Begin, OnGradientReady for each parameter, Finish.");
            }

            // What a rank without rows says does not count: its absolute error may be NaN, for example.
            result = result.RowCount == 0 ? default : result;
            double stop = Interlocked.Exchange(ref _asksForStop, false) ? 1 : 0;
            ReadOnlySpan<double> values =
                [result.LossSum, result.CorrectCount, result.RowCount, result.PredictionCount, result.AbsoluteErrorSum, stop];
            _result.AsSpan(ResultSize).Clear();
            values.CopyTo(_result);
            _isInStep = true;
            _buckets.Begin(result.RowCount);
            _bytes += ResultSize * sizeof(double);
            fixed (double* first = _result)
            {
                _process.Library.StartSum(_process.Communicator, first, _result.Length, ref _resultRequest);
            }
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">No step has begun, or MPI refuses the call.</exception>
    public void OnGradientReady(int parameter, Memory<float> gradient)
    {
        _process.Enter();
        try
        {
            CheckStep();
            if (Size > 1)
            {
                _bytes += _buckets.Add(gradient);
            }
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">No step has begun, or MPI refuses the call.</exception>
    public EvaluationResult Finish()
    {
        _process.Enter();
        try
        {
            CheckStep();
            _buckets.StartLast();
            _waitForStep(ref _resultRequest);
            EvaluationResult sum = new(_result[0], (long)_result[1], (long)_result[2], (long)_result[3], _result[4]);
            _buckets.Finish(sum.RowCount, _waitForStep);
            IsStopping = _result[5] > 0;
            _isInStep = false;
            _steps++;
            return sum;
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Sum(Span<double> values)
    {
        const int Chunk = ChunkSize / sizeof(double);
        _process.Enter();
        try
        {
            _bytes += (long)values.Length * sizeof(double);
            for (; !values.IsEmpty && Size > 1; values = values[Math.Min(Chunk, values.Length)..])
            {
                SumAtOnce(values[..Math.Min(Chunk, values.Length)]);
            }
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Broadcast(Span<byte> bytes)
    {
        _process.Enter();
        try
        {
            SendFrom(0, bytes, "a broadcast");
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public byte[][] Gather(ReadOnlySpan<byte> bytes)
    {
        const string Operation = "the gathering of data";
        _process.Enter();
        try
        {
            long length = bytes.Length;
            long[] lengths = new long[Size];
            nint request = 0;
            fixed (long* all = lengths)
            {
                _process.Library.StartAllGather(_process.Communicator, &length, all, ref request);
                _wait.For(ref request, Options.StartDeadline, nameof(MpiOptions.StartDeadline), Operation, _steps);
            }

            byte[][] result = new byte[Size][];
            for (int rank = 0; rank < Size; rank++)
            {
                result[rank] = new byte[lengths[rank]];
                if (rank == Rank)
                {
                    bytes.CopyTo(result[rank]);
                }

                SendFrom(rank, result[rank], Operation);
            }

            return result;
        }
        finally
        {
            _process.Leave();
        }
    }

    /// <inheritdoc />
    /// <remarks>The request is sent with the next step that begins, and with no later one.</remarks>
    public void RequestStop() => Volatile.Write(ref _asksForStop, true);

    private void SumAtOnce(Span<double> values)
    {
        Span<double> summed = values;
        if (values.Length < _fewNumbers.Length)
        {
            // At least as many numbers as ranks: see MpiSettings.
            summed = _fewNumbers;
            summed.Clear();
            values.CopyTo(summed);
        }

        nint request = 0;
        fixed (double* first = summed)
        {
            _process.Library.StartSum(_process.Communicator, first, summed.Length, ref request);
            _wait.For(ref request, Options.Deadline, nameof(MpiOptions.Deadline), "a sum", _steps);
        }

        if (values.Length < summed.Length)
        {
            summed[..values.Length].CopyTo(values);
        }
    }

    private void SendFrom(int root, Span<byte> bytes, string operation)
    {
        fixed (byte* first = bytes)
        {
            for (int start = 0; start < bytes.Length && Size > 1; start += ChunkSize)
            {
                nint request = 0;
                int count = Math.Min(ChunkSize, bytes.Length - start);
                _process.Library.StartBroadcast(_process.Communicator, first + start, count, root, ref request);
                _wait.For(ref request, Options.StartDeadline, nameof(MpiOptions.StartDeadline), operation, _steps);
            }
        }

        _bytes += bytes.Length;
    }

    private void CheckStep()
    {
        if (!_isInStep)
        {
            throw new MpiException("No step has begun; accepted: Begin, OnGradientReady for each parameter, Finish.");
        }
    }
}
