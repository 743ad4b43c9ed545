using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Hosting;

/// <summary>The options of a <see cref="TrainingDashboard"/>. Values are validated when set; instances are compared by value.</summary>
public sealed record TrainingDashboardOptions
{
    /// <summary>The default of <see cref="Port"/>.</summary>
    public const int DefaultPort = 0;

    /// <summary>The default of <see cref="Title"/>.</summary>
    public const string DefaultTitle = "Training";

    /// <summary>The default of <see cref="UpdateInterval"/>: 150 milliseconds.</summary>
    public static readonly TimeSpan DefaultUpdateInterval = TimeSpan.FromMilliseconds(150);

    /// <summary>The TCP port on the loopback address 127.0.0.1.</summary>
    /// <remarks>Default 0: a free port, which <see cref="TrainingDashboard.Address"/> has. Accepted: 0 to 65,535.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public int Port
    {
        get;
        init => field = Guard.Between(value, 0, ushort.MaxValue);
    } = DefaultPort;

    /// <summary>The title of the page.</summary>
    /// <remarks>Default "Training". Accepted: any text that is not empty.</remarks>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string Title
    {
        get;
        init => field = Guard.Name(value);
    } = DefaultTitle;

    /// <summary>The file into which networks are saved. Its folder must exist; an existing file is replaced.</summary>
    /// <remarks>
    /// <para>Default null: nothing is saved, and the page has no save button. <see cref="Network.Load(string)"/> reads the file.</para>
    /// <para>The save button writes the current weights. When a run ends, be it stopped, complete or failed, the file receives its best
    /// weights: those of the epoch that <see cref="EarlyStopping.RestoreBestWeights"/> chooses with the training's
    /// <see cref="FitOptions.EarlyStopping"/> or, without it, the epoch with the lowest validation loss or, without validation data, the
    /// lowest training loss. The last epoch counts even if the training was stopped within it. Epochs before a checkpoint that the training
    /// resumed from do not count. If no epoch had a finite result, these are the last finite weights. A run that ends before its first
    /// batch writes nothing.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? SavePath
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The shortest time between two updates of the page.</summary>
    /// <remarks>Default 150 milliseconds; accepted: 10 milliseconds to 1 minute.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public TimeSpan UpdateInterval
    {
        get;
        init => field = Guard.Accept(
            value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromMinutes(1), value, nameof(UpdateInterval), "10 ms to 1 minute");
    } = DefaultUpdateInterval;
}
