namespace MLNetDeep.Hosting.Tests.PredictionPool;

/// <summary>A row of the models' input.</summary>
public sealed class House
{
    public float Size { get; set; }

    public float Rooms { get; set; }

    public float Age { get; set; }
}
