namespace Microsoft.ML.Runtime;

/// <summary>
/// The environment behind a context, and those that components register in it. All share the listener
/// and the catalog of the first one.
/// </summary>
internal class HostEnvironment : MessageSource, IHostEnvironmentInternal
{
    private readonly HostEnvironment? _parent;
    private readonly Action<MessageSource, ChannelMessage> _listener;
    private readonly Lock _lock = new();

    /// <summary>Makes the environment of a context.</summary>
    public HostEnvironment(int? seed, Action<MessageSource, ChannelMessage> listener) : base(null, null)
    {
        _listener = listener;
        Seed = seed;
        Random = TauswortheRandom.Create(seed);
        ComponentCatalog = new ComponentCatalog();
    }

    private HostEnvironment(HostEnvironment parent, string name, Random random) : base(name, parent._parent?.FullName)
    {
        _parent = parent;
        _listener = parent._listener;
        Seed = parent.Seed;
        Random = random;
        ComponentCatalog = parent.ComponentCatalog;
    }

    public ComponentCatalog ComponentCatalog { get; }

    public int? Seed { get; }

    protected Random Random { get; }

    // ML.NET gives no names here, not even those of hosts.
    public override string ContextDescription => "HostEnvironment";

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(nameof(name), "What registers needs a name.");
        lock (_lock)
        {
            Random random = seed is int value ? new TauswortheRandom(value) : new TauswortheRandom(Random);
            return new Host(this, name, random);
        }
    }

    public override TException Process<TException>(TException ex)
    {
        if (ex is not null)
            Mark(ex, "Environment");
        return ex!;
    }

    public IChannel Start(string name) => new Channel(this, name, _listener);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(this, name, static (_, _) => { });

    public IProgressChannel StartProgressChannel(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ProgressChannel();
    }

    private sealed class Host(HostEnvironment parent, string name, Random random) : HostEnvironment(parent, name, random), IHost
    {
        public Random Rand => Random;
    }
}
