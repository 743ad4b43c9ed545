using Microsoft.ML;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Hosting;

/// <summary>
/// The options of one model of a <see cref="PredictionPool{TInput, TOutput}"/>. They are named options: their name is the model's, and
/// empty for the default model.
/// </summary>
/// <remarks>They are read once, when the pool is created. Later changes of the configuration have no effect.</remarks>
public sealed class PredictionPoolOptions
{
    /// <summary>The default of <see cref="PollingInterval"/>: 5 seconds.</summary>
    public static readonly TimeSpan DefaultPollingInterval = TimeSpan.FromSeconds(5);

    /// <summary>The default of <see cref="SettleTime"/>: 250 milliseconds.</summary>
    public static readonly TimeSpan DefaultSettleTime = TimeSpan.FromMilliseconds(250);

    /// <summary>The default of <see cref="MaxIdleEngines"/>: twice the number of processors.</summary>
    public static readonly int DefaultMaxIdleEngines = 2 * Environment.ProcessorCount;

    /// <summary>The model file: a zip that <c>ml.Model.Save</c> or <c>ml.Model.SaveSafely</c> wrote.</summary>
    /// <remarks>
    /// Required. A relative path begins at the host's content root; without a host, at the current folder. Accepted: a path that is not
    /// empty. A link is followed.
    /// </remarks>
    public string ModelPath { get; set; } = "";

    /// <summary>Whether the model is loaded again when its file changes.</summary>
    /// <remarks>Default true. If false, only <see cref="PredictionPool{TInput, TOutput}.ReloadAsync"/> loads it again.</remarks>
    public bool WatchForChanges { get; set; } = true;

    /// <summary>The time between two checks of the file's size and times.</summary>
    /// <remarks>
    /// Default 5 seconds; accepted: 10 milliseconds to 1 day. Where the file system reports changes, these are noticed at once; shares on a
    /// network and some volumes of containers report none.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public TimeSpan PollingInterval
    {
        get;
        set => field = Guard.Accept(
            value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromDays(1), value, nameof(PollingInterval), "10 milliseconds to 1 day");
    } = DefaultPollingInterval;

    /// <summary>The time for which a changed file must stay as it is before it is loaded.</summary>
    /// <remarks>
    /// Default 250 milliseconds; accepted: 0 to 1 hour. It avoids attempts to load a file that is still being written. Such a file is
    /// refused in any case.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public TimeSpan SettleTime
    {
        get;
        set => field = Guard.Accept(value >= TimeSpan.Zero && value <= TimeSpan.FromHours(1), value, nameof(SettleTime), "0 to 1 hour");
    } = DefaultSettleTime;

    /// <summary>Whether the host fails to start if the model cannot be loaded.</summary>
    /// <remarks>
    /// Default true. If false, the host starts, predictions throw a <see cref="ModelUnavailableException"/>, and the health check is
    /// unhealthy until the model is loaded.
    /// </remarks>
    public bool RequireModelAtStart { get; set; } = true;

    /// <summary>The number of engines that are kept while nobody uses them. Further ones are disposed when they are returned.</summary>
    /// <remarks>Default: twice the number of processors. Accepted: 1 or more. The number of engines in use has no limit.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxIdleEngines
    {
        get;
        set => field = Guard.Positive(value);
    } = DefaultMaxIdleEngines;

    /// <summary>
    /// Gets each model after it is loaded and before it is used, and returns the model to use: the same one, or one made from it, for
    /// example with another backend. If it throws, the model is refused, and the pool keeps the one that it has.
    /// </summary>
    /// <remarks>
    /// Default null: models are used as they are. The context is the one that loaded the model. The pool disposes the model that is returned, after
    /// its last engine, and only that one: a function that returns another model, which does not use the one it got, disposes the one it got.
    /// </remarks>
    public Func<MLContext, ITransformer, ITransformer>? Prepare { get; set; }
}
