namespace MLNetDeep.Conformance;

/// <summary>A row with feature and label columns, whose types no trainer accepts.</summary>
internal sealed class MistypedRow
{
    public float Features { get; set; }

    public string Label { get; set; } = "";
}
