namespace MLNetDeep.Hosting;

/// <summary>The state of a model in a pool at a moment.</summary>
public sealed class PredictionModelStatus
{
    internal PredictionModelStatus(ModelVersion? version, Exception? error)
    {
        Version = version;
        Error = error;
    }

    /// <summary>The model that predicts; null if none is loaded.</summary>
    public ModelVersion? Version { get; }

    /// <summary>
    /// Why the last attempt to load the file failed; null if it succeeded. If there is a <see cref="Version"/> too, that model still predicts.
    /// </summary>
    public Exception? Error { get; }
}
