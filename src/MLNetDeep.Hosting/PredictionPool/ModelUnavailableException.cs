namespace MLNetDeep.Hosting;

/// <summary>
/// A prediction was asked for, but the pool has no model yet: its file is missing, damaged or no model for these rows. A web service would
/// answer with status 503. <see cref="Exception.InnerException"/> is the reason.
/// </summary>
public sealed class ModelUnavailableException : InvalidOperationException
{
    internal ModelUnavailableException(string modelName, Exception? reason)
        : base($"The model '{RegisteredModel.Describe(modelName)}' is not loaded: {reason?.Message ?? "nothing has loaded it yet."}", reason) =>
        ModelName = modelName;

    /// <summary>The name of the model; empty for the default model.</summary>
    public string ModelName { get; }
}
