namespace Microsoft.ML.Data;

/// <summary>Reads several blocks ahead on threads of the pool. The lines are found on the thread that asks for blocks.</summary>
internal sealed class ParallelPipeline : BlockPipeline
{
    private readonly BlockSource _source;
    private readonly Action _release;
    private readonly Stack<Worker> _idle = new();
    private readonly Queue<Worker> _busy = new();
    private Worker? _current;
    private Exception? _error;
    private bool _isAtEnd;
    private bool _isDisposed;

    /// <param name="source">Where the lines come from.</param>
    /// <param name="workers">How many blocks are read at the same time.</param>
    /// <param name="createReader">Makes what reads values from lines.</param>
    /// <param name="createBlock">Makes a block.</param>
    /// <param name="release">Is called once, when the pipeline is disposed.</param>
    public ParallelPipeline(BlockSource source, int workers, Func<BlockReader> createReader, Func<TextBlock> createBlock, Action release)
    {
        _source = source;
        _release = release;
        // One more, for the block on which the cursor stands.
        for (int i = 0; i < workers + 1; i++)
            _idle.Push(new Worker(createReader, createBlock));
    }

    public override TextBlock? Next(TextBlock? done)
    {
        if (_current is not null)
            _idle.Push(_current);
        _current = null;
        Feed();
        if (_busy.TryDequeue(out Worker? next))
        {
            _current = next;
            return next.Wait();
        }
        return _error is null ? null : throw Wrap(_error);
    }

    // ML.NET wraps what its threads threw.
    public override Exception Wrap(Exception error) => new FormatException(error.Message, error);

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (Worker worker in _busy)
            worker.Wait();
        _release();
    }

    private void Feed()
    {
        try
        {
            while (!_isAtEnd && _idle.TryPop(out Worker? worker))
            {
                if (_source.TryFill(worker.Block))
                {
                    worker.Start();
                    _busy.Enqueue(worker);
                    continue;
                }
                _isAtEnd = true;
            }
        }
        catch (FormatException e)
        {
            // The blocks before the error come first.
            _isAtEnd = true;
            _error = e;
        }
    }

    private sealed class Worker(Func<BlockReader> createReader, Func<TextBlock> createBlock)
    {
        private readonly Lazy<TextBlock> _block = new(createBlock, LazyThreadSafetyMode.None);
        private BlockReader? _reader;
        private Lazy<TextBlock>? _read;

        public TextBlock Block => _block.Value;

        /// <summary>Has the block read by whoever comes first: a thread of the pool, or the one that waits for it.</summary>
        public void Start()
        {
            _read = new Lazy<TextBlock>(Read, LazyThreadSafetyMode.ExecutionAndPublication);
            ThreadPool.UnsafeQueueUserWorkItem(static read => _ = read.Value, _read, preferLocal: false);
        }

        public TextBlock Wait() => _read!.Value;

        private TextBlock Read()
        {
            (_reader ??= createReader()).Read(Block);
            return Block;
        }
    }
}
