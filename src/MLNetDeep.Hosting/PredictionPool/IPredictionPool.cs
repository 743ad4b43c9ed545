namespace MLNetDeep.Hosting;

/// <summary>A pool, whatever its rows are.</summary>
internal interface IPredictionPool
{
    IReadOnlyList<IModelSlot> Slots { get; }
}
