using Microsoft.Extensions.Logging;

namespace MLNetDeep.Hosting;

/// <summary>The log messages of a pool.</summary>
internal static partial class PoolLog
{
    /// <summary>The category of the messages.</summary>
    public const string Category = "MLNetDeep.Hosting.PredictionPool";

    [LoggerMessage(1, LogLevel.Information, "Model {Version} is loaded from {Path} in {Milliseconds} ms.")]
    public static partial void Loaded(ILogger logger, ModelVersion version, string path, long milliseconds);

    [LoggerMessage(2, LogLevel.Debug, "The file of model {Version} was written again with the same content.")]
    public static partial void Unchanged(ILogger logger, ModelVersion version);

    [LoggerMessage(3, LogLevel.Error, "Model {Name} cannot be loaded from {Path}. {Version} predicts until the file can be loaded.")]
    public static partial void ReloadFailed(ILogger logger, Exception error, string name, string path, ModelVersion version);

    [LoggerMessage(4, LogLevel.Error, "Model {Name} cannot be loaded from {Path}. There are no predictions until the file can be loaded.")]
    public static partial void LoadFailed(ILogger logger, Exception error, string name, string path);

    [LoggerMessage(5, LogLevel.Warning, "The file system does not report changes of {Path}. It is checked every {Interval}.")]
    public static partial void NoReports(ILogger logger, Exception error, string path, TimeSpan interval);

    [LoggerMessage(7, LogLevel.Warning, "There is no model file {Path} yet. Model {Name} is loaded when the file appears.")]
    public static partial void Missing(ILogger logger, string name, string path);

    [LoggerMessage(6, LogLevel.Error, "Watching {Path} failed once, and continues.")]
    public static partial void WatchFailed(ILogger logger, Exception error, string path);
}
