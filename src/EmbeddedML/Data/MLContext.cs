using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The start of everything: makes loaders, estimators and trainers, and logs what they do.</summary>
/// <remarks>
/// With a seed, what is random is the same at each run, as long as components are made and fitted in the same order.
/// </remarks>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly HostEnvironment _env;

    /// <summary>Makes a context.</summary>
    /// <param name="seed">The seed of all randomness; by default it differs from run to run.</param>
    public MLContext(int? seed = null)
    {
        _env = new HostEnvironment(seed, OnMessage);
        Data = new DataOperationsCatalog(_env);
        Model = new ModelOperationsCatalog(_env);
        Transforms = new TransformsCatalog(_env);
        BinaryClassification = new BinaryClassificationCatalog(_env);
        MulticlassClassification = new MulticlassClassificationCatalog(_env);
        Regression = new RegressionCatalog(_env);
    }

    /// <summary>Raised for each log message, on the thread that sent it.</summary>
    public event EventHandler<LoggingEventArgs>? Log;

    /// <summary>Loads data, and takes parts of them.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Saves and loads models, and makes prediction engines.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Makes estimators that transform data.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Trainers and metrics for two classes.</summary>
    public BinaryClassificationCatalog BinaryClassification { get; }

    /// <summary>Trainers and metrics for several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }

    /// <summary>Trainers and metrics for numbers.</summary>
    public RegressionCatalog Regression { get; }

    /// <summary>The components that can be made when a model is loaded.</summary>
    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;

    string IExceptionContext.ContextDescription => _env.ContextDescription;

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);

    int? IHostEnvironmentInternal.Seed => _env.Seed;

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _env.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _env.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _env.StartProgressChannel(name);

    private void OnMessage(MessageSource source, ChannelMessage message)
        => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source.FullName ?? ""));
}
