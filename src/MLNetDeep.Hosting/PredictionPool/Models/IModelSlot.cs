namespace MLNetDeep.Hosting;

/// <summary>The place of one model in a pool, whatever its rows are.</summary>
internal interface IModelSlot
{
    string Name { get; }

    PredictionModelStatus Status { get; }

    /// <summary>The number of engines that nobody uses at the moment.</summary>
    int IdleEngines { get; }

    /// <summary>The number of engines in use, those of earlier models included.</summary>
    int UsedEngines { get; }

    /// <summary>Loads the model if nothing has done so yet, and begins to watch its file.</summary>
    /// <exception cref="Exception">The model is required but cannot be loaded.</exception>
    void Start();
}
