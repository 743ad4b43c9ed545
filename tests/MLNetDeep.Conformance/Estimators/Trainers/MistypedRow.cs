namespace MLNetDeep.Conformance;

/// <summary>A row with the columns of a trainer, each of a type that no trainer accepts.</summary>
internal sealed class MistypedRow
{
    public float Features { get; set; }

    public string Label { get; set; } = "";
}
